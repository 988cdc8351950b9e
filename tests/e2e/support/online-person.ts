import { createHash } from 'node:crypto'
import type { ActArgs } from '#shared/domain/case/acts.ts'
import type { CaseAction, Post } from '#shared/domain/case/terms.ts'
import { CommandsReply } from '#shared/platform-api/commands.ts'
import type { Outcome } from '#shared/platform-api/commands.ts'
import { buildCaseNo } from '#shared/domain/codes/case-number.ts'
import { dayOf } from '#shared/domain/codes/number-blocks.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { LeaseReply, SignInReply } from '#shared/platform-api/people.ts'
import { CaseReply, TasksReply } from '#shared/platform-api/system.ts'
import { newCmdId, PersonId } from '#shared/kernel/ids.ts'
import { systemClock, systemRandom } from '#shared/kernel/clock.ts'
import type { z } from '#shared/kernel/zod.ts'
import { TOWN_PIN } from './operator.ts'

const ANSWER_MS = 10_000
const CHINA_OFFSET_MINUTES = 480

/** A department or an inspector: somebody who has no seat and speaks to the platform by its HTTP contract. */
export class OnlinePerson {
  readonly #url: string
  readonly #person: string
  readonly #post: Post
  readonly #token: string
  #lastSerial = 0

  private constructor(url: string, person: string, post: Post, token: string) {
    this.#url = url
    this.#person = person
    this.#post = post
    this.#token = token
  }

  static async signIn(url: string, person: string, post: Post): Promise<OnlinePerson> {
    const reply = await ask(url, null, SignInReply, '/v1/sign-ins', { person, secret: TOWN_PIN, posts: [post], shift: null })
    if (reply.token === null) throw new Error('no token')
    return new OnlinePerson(url, person, post, reply.token)
  }

  /** What waits for this person, the oldest due first. */
  async tasks(): Promise<TasksReply['tasks']> {
    return (await ask(this.#url, this.#token, TasksReply, '/v1/tasks')).tasks
  }

  case(id: string): Promise<z.infer<typeof CaseReply>> {
    return ask(this.#url, this.#token, CaseReply, `/v1/cases/${id}`)
  }

  /** One act on a case at the version seen. */
  act<A extends CaseAction>(caseId: string, ver: number, action: A, args: ActArgs[A]): Promise<Outcome> {
    return this.#send(caseId, { ver }, action, args)
  }

  async sendCheck(caseId: string, ver: number, inspector: string): Promise<void> {
    const outcome = await this.act(caseId, ver, 'send-check', { inspector: PersonId.parse(inspector), words: '' })
    if (outcome.result !== 'accepted') throw new Error(JSON.stringify(outcome))
  }

  /** A new case under a number leased for it. */
  async report(caseId: string, args: Omit<ActArgs['report'], 'no'>): Promise<Outcome> {
    const day = dayOf(Date.now(), CHINA_OFFSET_MINUTES)
    const question = { days: [day], count: 1, after: { [day]: this.#lastSerial } }
    const { blocks } = await ask(this.#url, this.#token, LeaseReply, '/v1/numbers', question)
    const block = blocks.find(({ to }) => to > this.#lastSerial)
    if (block === undefined) throw new Error('no number')
    this.#lastSerial = Math.max(block.from, this.#lastSerial + 1)
    const no = unwrap(buildCaseNo({ district: block.district, day, serial: this.#lastSerial }))
    return this.#send(caseId, null, 'report', { ...args, no })
  }

  /** Hands in a file; its SHA-256. */
  async upload(bytes: Buffer<ArrayBuffer>, type: string): Promise<string> {
    const hash = createHash('sha256').update(bytes).digest('hex')
    const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64')
    const common = { 'tus-resumable': '1.0.0', 'authorization': `Bearer ${this.#token}` }
    const metadata = `sha256 ${encode(hash)},filename ${encode('现场')},filetype ${encode(type)}`
    const announced = { ...common, 'upload-length': String(bytes.length), 'upload-metadata': metadata }
    const made = await fetch(`${this.#url}/v1/attachments`, { method: 'POST', headers: announced })
    const onward = { ...common, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }
    const sent = await fetch(`${this.#url}${made.headers.get('location') ?? ''}`, { method: 'PATCH', headers: onward, body: bytes })
    if (sent.status !== 204) throw new Error(`upload: ${String(sent.status)} ${await sent.text()}`)
    return hash
  }

  /** A file of a case, by its hash. */
  async read(caseId: string, hash: string): Promise<Buffer> {
    const url = `${this.#url}/v1/attachments/by-hash/${hash}?case=${caseId}`
    const reply = await fetch(url, { headers: { authorization: `Bearer ${this.#token}` } })
    if (!reply.ok) throw new Error(`${url}: ${String(reply.status)}`)
    return Buffer.from(await reply.arrayBuffer())
  }

  async #send<A extends CaseAction>(caseId: string, base: { ver: number } | null, action: A, args: ActArgs[A]): Promise<Outcome> {
    const who = { person: this.#person, post: this.#post, timeDoubt: false, offline: false, seat: null, s: null }
    const command = { id: newCmdId(systemClock, systemRandom), caseId, base, body: { action, args }, at: Date.now(), ...who }
    const { outcomes } = await ask(this.#url, this.#token, CommandsReply, '/v1/commands', { commands: [command] })
    const [outcome] = outcomes
    if (outcome === undefined) throw new Error('no outcome')
    return outcome
  }
}

type TasksReply = z.infer<typeof TasksReply>

type Out<S extends z.ZodType> = Promise<z.output<S>>

async function ask<S extends z.ZodType>(url: string, token: string | null, schema: S, path: string, body?: unknown): Out<S> {
  const credential = token !== null && { authorization: `Bearer ${token}` }
  const reply = await fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...credential },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(ANSWER_MS),
  })
  const text = await reply.text()
  // Outcomes of single commands also come with 409 and 422.
  if (!reply.ok && reply.status !== 409 && reply.status !== 422)
    throw new Error(`${path}: ${String(reply.status)} ${text.slice(0, 300)}`)
  return schema.parse(JSON.parse(text))
}
