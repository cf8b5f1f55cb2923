import { tinyFieldWorkload, wideListWorkload } from './catalogue.ts';
import { reviewsWorkload } from './reviews.ts';
import type { WorkloadDescription } from './workload.ts';

export const allWorkloads: readonly WorkloadDescription[] = [
  reviewsWorkload,
  wideListWorkload,
  tinyFieldWorkload,
];
