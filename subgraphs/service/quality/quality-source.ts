import type { Kysely } from 'kysely';
import type { Page } from '../../kit/connection.ts';
import type { Act } from '../store/case-writer.ts';
import type { ServiceTables } from '../tables.ts';
import { countReviews, readForm, readForms, readReviews } from './qa-reader.ts';
import type { QaReviewSelection } from './qa-review.ts';
import { drawSample, type QaSampleRequest } from './qa-sample.ts';
import { defineForm, reviewCase, type NewForm, type NewReview } from './qa-writer.ts';

/** The data source's part for quality reviews. */
export function qualitySource(database: Kysely<ServiceTables>) {
  return Object.freeze({
    forms: () => readForms(database),
    form: (name: string, version: number | null) => readForm(database, name, version),
    reviews: (page: Page, filter: QaReviewSelection) => readReviews(database, page, filter),
    countReviews: (filter: QaReviewSelection) => countReviews(database, filter),
    sample: (request: QaSampleRequest) => drawSample(database, request),
    defineForm: (form: NewForm, act: Act) => defineForm(database, form, act),
    reviewCase: (caseId: string, review: NewReview, act: Act) =>
      reviewCase(database, caseId, review, act),
  });
}
