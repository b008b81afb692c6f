/** Why somebody may come in below level 4, who decided it, and on which date (YYYY-MM-DD). */
export interface LevelDecision {
  readonly reason: string
  readonly decidedBy: string
  readonly decidedAt: string
}
