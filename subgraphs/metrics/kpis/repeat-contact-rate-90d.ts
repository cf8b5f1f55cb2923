import type { Kpi } from '../model.ts';
import { repeatContactRate } from './repeat-contact-rate.ts';

export const repeatContactRate90d: Kpi = repeatContactRate(90);
