import type { GatewayConfig } from '../config.ts';
import type { Engine, EngineSettings } from './engine.ts';

/** Loads the engine of that name and, of the other, nothing. Rejects when the supergraph cannot be planned over. */
export async function loadEngine(
  name: GatewayConfig['engine'],
  settings: EngineSettings,
): Promise<Engine> {
  if (name === 'reference') {
    const { loadReferenceEngine } = await import('./reference-engine.ts');
    return loadReferenceEngine(settings);
  }
  const { loadNativeEngine } = await import('./native/native-engine.ts');
  return loadNativeEngine(settings);
}
