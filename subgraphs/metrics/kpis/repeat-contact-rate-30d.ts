import type { Kpi } from '../model.ts';
import { repeatContactRate } from './repeat-contact-rate.ts';

export const repeatContactRate30d: Kpi = repeatContactRate(30);
