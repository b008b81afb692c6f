import { readAnswer } from '../api/read-all.ts'
import { withAdmin } from '../api/with-admin.ts'
import { type Command, UsageError } from '../command.ts'
import { confirm } from '../confirm.ts'
import { changingHelp, changingOptions, reasonOf, wordsOf } from '../options.ts'
import { readOptions } from '../read-options.ts'
import { writeAnswer } from '../write-answer.ts'
import { changedAccessSchema } from './access-answer.ts'

type Decision = 'approve' | 'refuse' | 'revoke'

const summaries: Readonly<Record<Decision, string>> = {
  approve: "Approve a client's access to a scope, on behalf of the API's owner",
  refuse: 'Refuse access that was asked for, on behalf of the owner',
  revoke: 'Take access back, on behalf of the owner',
}

/** `tillit access approve|refuse|revoke`: only ever in the place of the API's owner, and said so. */
export function decideCommand(decision: Decision): Command {
  const isApproval = decision === 'approve'
  return {
    name: `access ${decision}`,
    summary: summaries[decision],
    help: `Usage: tillit access ${decision} <client> <scope> --on-behalf-of NUMBER --reason TEXT${isApproval ? ' [--valid-until TIME]' : ''} [--yes]

The API's owner decides about its access. With its word the operator may do it in its place: both stand in the history and
in the audit trail. Without that, somebody who administers the owner decides (/admin).

  --on-behalf-of NUMBER   organisation number of the API's owner (required)
${isApproval ? '  --valid-until TIME      when it ends by itself, for instance 2027-06-30T00:00:00Z\n' : ''}${changingHelp}; {"etag", "access"}

Example: tillit access ${decision} epj-nordfjell nhn:provesvar/api --on-behalf-of 310000094 --reason "their letter of 3 November" --yes
`,
    run: async (args, world) => {
      const { values, positionals } = readOptions(args, {
        ...changingOptions,
        'on-behalf-of': { type: 'string' },
        ...(isApproval ? { 'valid-until': { type: 'string' } as const } : {}),
      })
      const [client_id, scope] = wordsOf(positionals, 'the client', 'the scope')
      const owner = values['on-behalf-of']
      if (owner === undefined)
        throw new UsageError("name the API's owner with --on-behalf-of: it is the owner's decision")
      const reason = reasonOf(values)
      const until = 'valid-until' in values ? values['valid-until'] : undefined
      await withAdmin(world, values, ['registry.write'], async (api) => {
        await confirm(world, values, `${capital(decision)} ${scope} for ${client_id}, on behalf of ${owner}?`)
        const body = {
          client_id,
          scope,
          decision,
          on_behalf_of: owner,
          ...(until === undefined ? {} : { valid_until: until }),
        }
        const answer = await api.call({ method: 'POST', path: '/access/decisions-on-behalf', body, reason })
        const changed = readAnswer(changedAccessSchema, answer.body)
        writeAnswer(world, values, changed, () => `${client_id} ${scope}: ${changed.access.status}\n`)
      })
      return 0
    },
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
