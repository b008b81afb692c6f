/** A user organisation, a supplier or an owner of APIs. */
export interface Organisation {
  /** Nine digits with a valid check digit. */
  readonly organisationNumber: string
  readonly name: string
  /** Organisation number of the main unit, when this is a sub-unit. */
  readonly parent?: string
  /** Without all three an organisation gets no tokens and its clients no login. */
  readonly agreements: {
    readonly customerAgreement: boolean
    readonly termsOfUse: boolean
    readonly riskAssessment: boolean
  }
  readonly status: 'active' | 'disabled'
  /** APIs (by resource) whose terms it has accepted, where the API asks tenants to; undefined: none. */
  readonly acceptedApiTerms?: readonly string[]
}
