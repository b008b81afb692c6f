/** HelseID's claim names, once. Everything that writes or reads a claim takes its name from here. */
export const claimNames = {
  pid: 'helseid://claims/identity/pid',
  pidPseudonym: 'helseid://claims/identity/pid_pseudonym',
  securityLevel: 'helseid://claims/identity/security_level',
  assuranceLevel: 'helseid://claims/identity/assurance_level',
  network: 'helseid://claims/identity/network',
  hprNumber: 'helseid://claims/hpr/hpr_number',
  hprDetails: 'helseid://claims/hpr/hpr_details',
  clientName: 'helseid://claims/client/client_name',
  clientTenancy: 'helseid://claims/client/client_tenancy',
  onBehalfOf: 'helseid://claims/client/on_behalf_of',
  originalClientId: 'helseid://claims/client/original_client_id',
  orgnrParent: 'helseid://claims/client/claims/orgnr_parent',
  orgnrChild: 'helseid://claims/client/claims/orgnr_child',
  orgnrSupplier: 'helseid://claims/client/claims/orgnr_supplier',
  sfmJournalId: 'nhn:sfm:journal-id',
  attest: 'nhn:tillitsrammeverk:parameters',
} as const
