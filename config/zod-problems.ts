import type { z } from 'zod'
import { describeFound, jsonPath, oneOf, type Problem, shortName } from './problem.ts'

type Issue = z.core.$ZodIssue

/** Private members of a JWK (RFC 7518 section 6). */
const privateMembers: ReadonlySet<string> = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])
/** Places whose values are never quoted. */
const secretPlaces: ReadonlySet<string> = new Set(['redis_url', 'database_url', 'x', 'y', 'n', 'e', ...privateMembers])

/**
 * The problems that a zod schema found in one JSON value. A schema's own message, where it has one, is the text of
 * `allowed`; zod's built-in messages are never used, for they may quote the value.
 */
export function problemsOfZod(file: string, error: z.ZodError, input: unknown): readonly Problem[] {
  return error.issues.flatMap((issue) => problemsOfIssue(file, issue, input))
}

function problemsOfIssue(file: string, issue: Issue, input: unknown): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(file, issue.path, key))
  if (issue.code === 'invalid_key') {
    const name = shortName(String(issue.path.at(-1)))
    return [
      {
        file,
        path: jsonPath(issue.path.slice(0, -1)),
        found: `the key ${name}`,
        allowed: issue.issues[0]?.message ?? 'another key',
      },
    ]
  }
  const last = issue.path.at(-1)
  const secret = typeof last === 'string' && secretPlaces.has(last)
  return [
    {
      file,
      path: jsonPath(issue.path),
      found: describeFound(valueAt(input, issue.path), secret),
      allowed: allowedBy(issue),
    },
  ]
}

function unknownKey(file: string, path: readonly PropertyKey[], key: string): Problem {
  const isPrivate = privateMembers.has(key) && path.includes('keys')
  return {
    file,
    path: jsonPath([...path, key]),
    found: isPrivate ? 'a private or symmetric key' : 'an unknown key',
    allowed: isPrivate
      ? 'only the public half of a key; treat what stood here as exposed and make a new key'
      : 'only the keys of the schema',
  }
}

function allowedBy(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int' ? 'a whole number' : `a value of type ${issue.expected}`
    case 'invalid_value':
      return oneOf(issue.values)
    case 'too_small':
      return `at least ${issue.minimum} ${unitOf(issue.origin)}`.trim()
    case 'too_big':
      return `at most ${issue.maximum} ${unitOf(issue.origin)}`.trim()
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options) ? oneOf(issue.options) : issue.message
    case 'invalid_format':
    case 'custom':
      return issue.message
    default:
      return 'another value'
  }
}

function unitOf(origin: string): string {
  if (origin === 'array') return 'elements'
  return origin === 'string' ? 'characters' : ''
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, part) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    return Reflect.get(value, part)
  }, input)
}
