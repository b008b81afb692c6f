import { Readable } from 'node:stream'

/** A body of unknown length. A source that fails ends the answer in the middle, so that nobody takes it for all. */
export function streamOf(lines: AsyncIterable<string>): Readable {
  return Readable.from(lines, { objectMode: false })
}
