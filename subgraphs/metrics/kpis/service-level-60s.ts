import type { Kpi } from '../model.ts';
import { serviceLevel } from './service-level.ts';

export const serviceLevel60s: Kpi = serviceLevel(60);
