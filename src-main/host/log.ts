import { writeSync } from 'node:fs'
import pino from 'pino'
import { join } from 'node:path'

export interface Log {
  info(words: string): void
  error(where: string, error: unknown): void
}

/**
 * One line per event on stderr, which the shell keeps; no arguments of calls, nothing personal. A line that the disk does not
 * take is lost: the host must go on, and saying so would only fail again.
 */
export function openLog(write: (line: string) => void = (line) => writeSync(2, line)): Log {
  const careful = {
    write: (line: string) => {
      try {
        write(line)
      } catch (error) {
        if (!(error instanceof Error && 'code' in error)) throw error
      }
    },
  }
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, careful)
  return {
    info: (words) => {
      logger.info(words)
    },
    error: (where, error) => {
      const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
      logger.error({ where, name, message, stack: withoutFolders(stack) })
    },
  }
}

/** Stack traces name files, not the folders of somebody's machine. */
function withoutFolders(stack: string | undefined): string | undefined {
  return stack?.replaceAll(join(import.meta.dirname, '..'), '')
}
