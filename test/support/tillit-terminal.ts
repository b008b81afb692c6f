import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { repository } from './repository.ts'

/** The command at a terminal: somebody reads the question and types an answer. */
export class TillitTerminal {
  readonly #child
  readonly #ended: Promise<number | null>
  #screen = ''

  constructor(words: readonly string[], env: Readonly<Record<string, string | undefined>>) {
    const quoted = [process.execPath, join(repository, 'bin', 'tillit.js'), ...words]
      .map((word) => `'${word}'`)
      .join(' ')
    // util-linux: runs it on a pseudo terminal, and ends with its exit code.
    this.#child = spawn('script', ['--quiet', '--return', '--flush', '--command', quoted, '/dev/null'], {
      cwd: repository,
      env: { PATH: process.env['PATH'], ...env },
    })
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#screen += text
    })
    this.#ended = new Promise((resolve) => this.#child.once('close', resolve))
  }

  /** Everything that stood on the screen so far. */
  get screen(): string {
    return this.#screen
  }

  /** Resolves when the text stands on the screen. @throws {Error} when the command ends before. */
  async until(text: string): Promise<void> {
    let hasEnded = false
    void this.#ended.then(() => {
      hasEnded = true
    })
    while (!this.#screen.includes(text)) {
      if (hasEnded) throw new Error(`the command ended without "${text}":\n${this.#screen}`)
      await new Promise((resolve) => setTimeout(resolve, pollMilliseconds))
    }
  }

  type(line: string): void {
    this.#child.stdin.write(`${line}\n`)
  }

  /** Its exit code. */
  ended(): Promise<number | null> {
    return this.#ended
  }
}

const pollMilliseconds = 20
