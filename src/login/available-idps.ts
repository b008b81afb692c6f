import { lowestOf } from '#src/assurance/levels.ts'
import type { Step } from './login-room.ts'

/** GET /connect/availableidps: the configured providers, for clients that build their own choice (design section 5). */
export const availableIdps: Step = async (room, ctx) => {
  const { providers } = room
  ctx.set('cache-control', 'no-store')
  ctx.body = providers.all().map((provider) => ({
    id: provider.id,
    name: provider.name,
    levels: [...new Set(provider.adapter.levels.map(({ level }) => lowestOf([level], provider.levelCap)))].sort(
      (a, b) => b - a,
    ),
    status: providers.isUp(provider.id) ? 'up' : 'down',
  }))
}
