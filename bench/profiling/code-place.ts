/** The part of a V8 call frame that says where a function is. */
export interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}

/** A function as people look it up: name, file within the project or package, line. */
export function placeOf({ functionName, url, lineNumber }: CallFrame): string {
  const name = functionName === '' ? '(anonymous)' : functionName;
  return url === '' ? name : `${name} ${shortFile(url)}:${lineNumber + 1}`;
}

/**
 * Whose code it is: a package (`graphql` by folder, because parsing is not executing), a folder of ours, node, or
 * the engine itself.
 */
export function originOf({ functionName, url }: CallFrame): string {
  if (url === '') return functionName === '' ? '(native)' : functionName;
  const file = shortFile(url);
  if (file.startsWith('node:')) return 'node';
  const parts = file.split('/');
  const isPackage = url.includes('/node_modules/');
  const deep = !isPackage || parts[0] === 'graphql' || parts[0]?.startsWith('@') === true;
  return parts.slice(0, deep ? 2 : 1).join('/');
}

const PROJECT = new URL('../../', import.meta.url).href;

function shortFile(url: string): string {
  const inPackage = /.*\/node_modules\/(.*)$/.exec(url)?.[1];
  if (inPackage !== undefined) return inPackage;
  return url.startsWith(PROJECT) ? url.slice(PROJECT.length) : url;
}
