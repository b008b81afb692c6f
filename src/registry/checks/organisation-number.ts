// Weights of the first eight digits, from the Central Coordinating Register for Legal Entities (Brønnøysund).
const weights = [3, 2, 7, 6, 5, 4, 3, 2]

/** Nine digits whose last is the modulus 11 check digit of the others. Says nothing of whether the number is given out. */
export function isOrganisationNumber(text: string): boolean {
  if (!/^\d{9}$/.test(text)) return false
  const sum = weights.reduce((total, weight, index) => total + weight * Number(text[index]), 0)
  const checkDigit = (11 - (sum % 11)) % 11
  return checkDigit < 10 && checkDigit === Number(text[8])
}
