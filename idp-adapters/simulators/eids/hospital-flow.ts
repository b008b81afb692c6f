import { renderButton, renderInput, renderSelect } from '../core/html.ts'
import { findPersonaById, findPersonaByPid, type Persona, personas } from '../core/personas.ts'
import { type EidFlow, type EidProblem, next, type Progress, type Step, type StepOutcome } from '../core/step.ts'
import { approvalStep } from './approval-step.ts'
import { pinStep } from './secret-step.ts'

const eid = 'hospital-ad'
const acceptedPassword = 'qwer1234'
/** Wrong passwords before the directory locks the account. */
const maximumTries = 3

const ways = [
  ['password', { nb: 'Logg inn', en: 'Sign in' }],
  ['mfa', { nb: 'Logg inn med flere faktorer', en: 'Sign in with several factors' }],
  ['smartcard', { nb: 'Logg inn med smartkort', en: 'Sign in with smart card' }],
  ['biometric', { nb: 'Windows Hello', en: 'Windows Hello' }],
  ['windows', { nb: 'Windows-pålogging (SSO)', en: 'Windows login (SSO)' }],
] as const

/** How one directory refuses: its own codes. */
export interface DirectoryProblems {
  readonly noAccount: EidProblem
  readonly locked: EidProblem
}

const approveNumber = approvalStep(
  { nb: 'Bekreft i Authenticator', en: 'Approve in Authenticator' },
  { nb: 'Bekreft', en: 'Approve' },
)
const approveHello = approvalStep(
  { nb: 'Windows Hello', en: 'Windows Hello' },
  { nb: 'Bruk ansikt eller finger', en: 'Use face or finger' },
)

/** The sign-in page of a hospital region: account, password, and the other ways as buttons. */
function signInStep({ noAccount, locked }: DirectoryProblems): Step {
  return {
    title: { nb: 'Logg på med jobbkontoen', en: 'Sign in with your work account' },
    render(_progress, language) {
      const en = language === 'en'
      const options = [...personas].sort(employeesFirst).map(({ id, name }) => ({ value: id, label: `${id} ${name}` }))
      const hint = 'marte.sjukehus@helse-fjord.example'
      const number = en ? 'Number that the region sends (11 digits)' : 'Nummeret som regionen sender (11 siffer)'
      const optional = en ? "Optional: another person's number." : 'Valgfritt: en annen persons nummer.'
      const buttons = ways.map(([way, label]) =>
        renderButton('method', way, label[language], way === 'password' ? 'main' : 'tile'),
      )
      return [
        renderSelect('persona', en ? 'Test person' : 'Testperson', options),
        renderInput({ name: 'username', label: en ? 'Or user name' : 'Eller brukernavn', hint }),
        renderInput({
          name: 'password',
          label: en ? 'Password' : 'Passord',
          hint: `Test: ${acceptedPassword}`,
          type: 'password',
        }),
        renderInput({ name: 'pid', label: number, hint: optional, inputMode: 'numeric' }),
        ...buttons,
      ].join('')
    },
    submit(progress, form) {
      const way = ways.find(([value]) => value === (form.get('method') ?? 'password'))?.[0]
      const account = findAccount(form)
      if (account === undefined || way === undefined) return wrong(progress, locked)
      if (account === 'none') return { kind: 'problem', problem: noAccount }
      const needsPassword = way === 'password' || way === 'mfa'
      if (needsPassword && form.get('password') !== acceptedPassword) return wrong(progress, locked)
      Object.assign(progress, account, { variant: way })
      return next
    },
  }
}

function wrong(progress: Progress, locked: EidProblem): StepOutcome {
  progress.wrongTries += 1
  if (progress.wrongTries >= maximumTries) return { kind: 'problem', problem: locked }
  return { kind: 'again', message: { nb: 'Feil brukernavn eller passord.', en: 'Wrong user name or password.' } }
}

/**
 * A number that is typed wins, whoever's it is: a directory can hold a wrong one. Otherwise the account, by its name or
 * from the list.
 * @returns 'none' for a person without an account; undefined for what can't be read.
 */
function findAccount(form: URLSearchParams): { readonly pid: string; readonly persona?: Persona } | 'none' | undefined {
  const pid = (form.get('pid') ?? '').trim()
  if (pid !== '') {
    if (!/^\d{11}$/.test(pid)) return undefined
    const owner = findPersonaByPid(pid)
    return { pid, ...(owner && { persona: owner }) }
  }
  const username = (form.get('username') ?? '').trim().toLowerCase()
  if (username !== '') {
    const named = personas.find(({ upn }) => upn === username)
    return named && { pid: named.pid, persona: named }
  }
  const persona = findPersonaById(form.get('persona') ?? '')
  return persona?.eids.includes(eid) ? { pid: persona.pid, persona } : 'none'
}

function employeesFirst(a: Persona, b: Persona): number {
  return Number(b.eids.includes(eid)) - Number(a.eids.includes(eid))
}

/** A region's own login: password, several factors, smart card, Windows Hello, or the login to the machine. */
export function hospitalFlow(problems: DirectoryProblems): EidFlow {
  const signIn = signInStep(problems)
  return {
    method: eid,
    label: { nb: 'Jobbkonto', en: 'Work account' },
    steps({ variant }: Progress) {
      if (variant === 'mfa') return [signIn, approveNumber]
      if (variant === 'biometric') return [signIn, approveHello]
      return variant === 'smartcard' ? [signIn, pinStep] : [signIn]
    },
  }
}
