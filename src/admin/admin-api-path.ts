/** Where the admin API lies, below the issuer. */
export const adminApiPath = '/admin/api/v1'
