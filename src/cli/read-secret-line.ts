import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { CommandWorld } from './command.ts'

/**
 * A line that must stand in no process list and no shell history: asked for without showing it, or all of standard input.
 */
export async function readSecretLine({ stdin, stderr, isInteractive }: CommandWorld, prompt: string): Promise<string> {
  if (!isInteractive) return (await text(stdin)).trim()
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: stdin, output: nowhere, terminal: true })
  // Only now: until readline has the terminal, it would show itself what is typed.
  stderr.write(prompt)
  try {
    return (await lines.question('')).trim()
  } finally {
    lines.close()
    stderr.write('\n')
  }
}
