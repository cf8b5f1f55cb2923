import type { Kpi } from '../model.ts';
import { repeatContactRate } from './repeat-contact-rate.ts';

export const repeatContactRate7d: Kpi = repeatContactRate(7);
