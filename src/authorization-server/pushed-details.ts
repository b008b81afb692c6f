import type { KeptDetails } from '#src/registry/details/combine-details.ts'

/** What a pushed request said about whom the client acts for, between the check and our side record of the request. */
export const pushedDetails = new WeakMap<object, KeptDetails>()
