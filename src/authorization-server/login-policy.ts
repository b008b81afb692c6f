import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider'
import { engineError } from './engine-errors.ts'
import type { LoginChoice } from './login-choice.ts'

/**
 * When a person must log in, as a check of the engine's interaction policy: our own assurance rules replace its view of
 * `max_age` and `acr`, for the first login, for single sign-on and for `prompt=none` alike.
 */
export function loginPolicy(
  choose: (ctx: KoaContextWithOIDC) => Promise<LoginChoice>,
): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base()
  // No consent page in this sector; `prompt=consent` stays legal and asks nothing.
  policy.get('consent')?.checks.clear()
  const login = policy.get('login')
  if (login === undefined) throw new Error("the engine's policy has no login prompt")
  for (const replaced of ['max_age', 'essential_acr', 'essential_acrs']) login.checks.remove(replaced)
  login.checks.add(
    new interactionPolicy.Check(
      'login_not_enough',
      'a login that proves more, or a newer one, is required',
      'login_required',
      async (ctx) => {
        if (ctx.oidc.session?.accountId === undefined) return interactionPolicy.Check.NO_NEED_TO_PROMPT
        const { outcome } = await choose(ctx)
        if ('login' in outcome) return interactionPolicy.Check.NO_NEED_TO_PROMPT
        // Step up once: a login made for this request that still is too weak would ask for ever.
        if (ctx.oidc.result?.login !== undefined) {
          throw engineError('level_not_reached', 'the login did not prove what this service demands', outcome.none)
        }
        return interactionPolicy.Check.REQUEST_PROMPT
      },
      async (ctx) => {
        if (ctx.oidc.session?.accountId === undefined) return {}
        const { outcome } = await choose(ctx)
        return 'none' in outcome ? { tillit_step_up: outcome.none } : {}
      },
    ),
  )
  return policy
}
