import { tinyFieldWorkload, wideListWorkload } from './catalogue.ts';
import { customer360Workload } from './customer-360.ts';
import { reviewsWorkload } from './reviews.ts';
import type { WorkloadDescription } from './workload.ts';

export const allWorkloads: readonly WorkloadDescription[] = [
  reviewsWorkload,
  customer360Workload,
  wideListWorkload,
  tinyFieldWorkload,
];
