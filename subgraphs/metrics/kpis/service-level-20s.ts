import type { Kpi } from '../model.ts';
import { serviceLevel } from './service-level.ts';

export const serviceLevel20s: Kpi = serviceLevel(20);
