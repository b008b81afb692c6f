import type { WayBack } from '#src/authorization-server/way-back.ts'
import type { LoginRoom } from './login-room.ts'

/**
 * Whether a person can go from an ended login back to its service: it has had no answer yet, is still active, and still
 * takes answers at the address that was checked when the login began, which may be hours ago.
 */
export async function canLeave(room: LoginRoom, { clientId, answer }: WayBack): Promise<boolean> {
  return answer !== undefined && (await room.interactions.mayAnswer(clientId, answer.redirectUri))
}
