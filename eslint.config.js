import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Sizes are errors: a file or function over them is two ideas in one place. */
const sizes = {
  'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
  'max-lines-per-function': ['error', { max: 50 }],
  'max-params': ['error', 4],
  complexity: ['error', 10],
};

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: a default export has no name to search for.',
};

const noProcessEnvironment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Read the environment in a config file only, once, and pass the value on.',
};

export default tseslint.config(
  {
    ignores: [
      'node_modules',
      '.data',
      'coverage',
      'bench/peers',
      '*.cjs',
      'test/jest/*.cjs',
      '*.config.js',
    ],
  },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      ...sizes,
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-restricted-syntax': ['error', noDefaultExport, noProcessEnvironment],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/config.ts', '**/environment.ts', 'cli/**', 'bench/**', 'test/**'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport], 'no-console': 'off' },
  },
  {
    // What runs before any loader is plain JavaScript: no types are known of it.
    files: ['**/*.mjs'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      parserOptions: { projectService: false },
      globals: { Buffer: 'readonly', process: 'readonly', URL: 'readonly' },
    },
  },
  {
    // One `describe` holds a whole page of facts.
    files: ['test/**'],
    rules: {
      'max-lines-per-function': 'off',
      // Answers are JSON, read field by field.
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
