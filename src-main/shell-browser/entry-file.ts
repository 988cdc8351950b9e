import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Hall, WindowKind } from '../shell-common/index.ts'
import { tryWritePrivateFile, windowKinds } from '../shell-common/index.ts'

/** A ticket is good for two minutes; standing files are renewed well before. */
const RENEW_MS = 45_000
const KEEP_MS = 120_000

const script = 'document.forms[0].submit()'
const style =
  'body{font:16px/1.6 system-ui,sans-serif;margin:20vh auto;max-width:32em;text-align:center}button{font:inherit;padding:.4em 2em}'
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/**
 * The page that carries a single-use ticket to the host, kept in a file that only its owner can read: so it stands neither in an
 * address nor in a command line. It posts by itself, and by a button where scripts are off.
 */
export function entryPage(origin: string, ticket: string): string {
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; form-action ${origin}/enter; base-uri 'none'`
  return [
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer">`,
    `<title>万米值守席</title><style>${style}</style></head><body>`,
    `<form method="post" action="${origin}/enter"><input type="hidden" name="ticket" value="${ticket}">`,
    '<p>正在进入万米值守席……<br>Opening Wanmi Hall…</p><p><button>进入 Enter</button></p></form>',
    `<script>${script}</script></body></html>\n`,
  ].join('\n')
}

/** Entry files of one hall: a standing one per window, always good for the next two minutes, and fresh ones on request. */
export class EntryFiles {
  readonly #hall: Hall
  #renewal: NodeJS.Timeout | null = null

  constructor(hall: Hall) {
    this.#hall = hall
    // Tickets of a former start are worthless or run out unseen.
    sweep(hall.paths.entries)
  }

  /** Where the standing files are. */
  get standing(): Readonly<Record<WindowKind, string>> {
    return { seat: this.#path('seat'), wall: this.#path('wall') }
  }

  /** Called whenever a host has become ready: tickets name its address. One that cannot be written is tried again in time. */
  async renew(): Promise<void> {
    if (this.#renewal !== null) clearTimeout(this.#renewal)
    this.#renewal = setTimeout(() => void this.renew(), RENEW_MS)
    await Promise.all(windowKinds.map((window) => this.#write(window, this.#path(window))))
  }

  /** A file of its own for one window; it is gone when its ticket has run out. */
  async fresh(window: WindowKind, pane: string | null = null): Promise<Result<string>> {
    const path = this.#path(`${window}-${randomBytes(6).toString('hex')}`)
    const written = await this.#write(window, path, pane)
    if (!written.ok) return written
    void sleep(KEEP_MS, undefined, { ref: false }).then(() => {
      rmSync(path, { force: true })
    })
    return ok(path)
  }

  close(): void {
    if (this.#renewal !== null) clearTimeout(this.#renewal)
    sweep(this.#hall.paths.entries)
  }

  async #write(window: WindowKind, path: string, pane: string | null = null): Promise<Result<void>> {
    const ticket = await this.#hall.ticket(window, pane)
    if (!ticket.ok) return ticket
    return tryWritePrivateFile(path, entryPage(ticket.value.origin, ticket.value.ticket))
  }

  #path(name: string): string {
    return join(this.#hall.paths.entries, `${name}.html`)
  }
}

function sweep(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true })
}
