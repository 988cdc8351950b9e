import axios from 'axios'
import type { AxiosInstance } from 'axios'
import type { CalendarData } from '#shared/domain/limits/calendar-data.ts'
import type { CatalogueData } from '#shared/domain/catalogue/catalogue-data.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { isErrorCode } from '#shared/kernel/error-codes.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { z } from '#shared/kernel/zod.ts'
import type { OnlineCommand, Outcome } from '#shared/platform-api/commands.ts'
import { endpoints } from '#shared/platform-api/endpoints.ts'
import type { Endpoint } from '#shared/platform-api/endpoints.ts'
import type { SignInReply } from '#shared/platform-api/people.ts'
import type { DepartmentRow } from '#shared/platform-api/rows.ts'
import { ErrorReply } from '#shared/platform-api/system.ts'
import type { CaseReply, DepartmentCasesReply, DepartmentList } from '#shared/platform-api/system.ts'
import { sha256Of } from './sha256.ts'

const ANSWER_MS = 15_000
const PICTURE_MS = 120_000
/** Outcomes of single commands also come with these. */
const settledStatuses = [200, 409, 422]

interface Asking {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Without the token there may be: it may have ended. */
  readonly isNobody?: boolean
}

export interface HistoryQuestion {
  readonly list: DepartmentList
  readonly search: string
  readonly after: string
  /** Rows at once; undefined: as many as the platform thinks fit. */
  readonly limit?: number | undefined
}

/**
 * The platform as the department page speaks to it. Every answer is a value: 'offline' when it cannot be reached, 'unauthorised'
 * when the sign-in has ended, 'bad-reply' when somebody else answers.
 */
export class DepartmentClient {
  readonly #http: AxiosInstance
  readonly #token: () => string | null

  constructor(token: () => string | null, http: AxiosInstance = axios.create({ baseURL: globalThis.location.origin })) {
    this.#token = token
    this.#http = http
  }

  signIn(person: PersonId, secret: string): Promise<Result<SignInReply>> {
    return this.#ask(endpoints.signIn, { body: { person, secret, posts: ['department'], shift: null }, isNobody: true })
  }

  signOut(): Promise<Result<unknown>> {
    return this.#ask(endpoints.signOut)
  }

  /** Epoch ms on the platform's clock. */
  async time(): Promise<Result<number>> {
    const said = await this.#ask(endpoints.time)
    return said.ok ? ok(said.value.time) : said
  }

  async tasks(): Promise<Result<CaseRow[]>> {
    const said = await this.#ask(endpoints.tasks)
    return said.ok ? ok(said.value.tasks) : said
  }

  history({ list, search, after, limit }: HistoryQuestion): Promise<Result<DepartmentCasesReply>> {
    const query = { list, search, after, ...(limit !== undefined && { limit: String(limit) }) }
    return this.#ask(endpoints.departmentCases, { query })
  }

  case(id: string): Promise<Result<z.infer<typeof CaseReply>>> {
    return this.#ask(endpoints.case, { params: { id } })
  }

  async departments(): Promise<Result<DepartmentRow[]>> {
    const said = await this.#ask(endpoints.departments, { query: { limit: '1000' } })
    return said.ok ? ok(said.value.rows) : said
  }

  calendar(): Promise<Result<CalendarData>> {
    return this.#ask(endpoints.calendar)
  }

  catalogue(): Promise<Result<CatalogueData>> {
    return this.#ask(endpoints.catalogue)
  }

  async send(commands: readonly OnlineCommand[]): Promise<Result<Outcome[]>> {
    const said = await this.#ask(endpoints.commands, { body: { commands } })
    return said.ok ? ok(said.value.outcomes) : said
  }

  /** A picture of a case; 'hash-mismatch' when the bytes are not the ones the case names. */
  async picture(caseId: string, hash: string): Promise<Result<Blob>> {
    const url = `${endpoints.attachment.path.replace(':hash', hash)}?case=${caseId}`
    try {
      const { status, data } = await this.#http.get<ArrayBuffer>(url, { ...this.#settings(PICTURE_MS), responseType: 'arraybuffer' })
      if (status !== 200) return refuse(status === 401 ? 'unauthorised' : status === 404 ? 'file-not-arrived' : 'platform-busy', hash)
      const bytes = new Blob([data])
      return (await sha256Of(bytes)) === hash ? ok(bytes) : refuse('hash-mismatch', hash)
    } catch (error) {
      return refusalOf(error)
    }
  }

  async #ask<E extends Endpoint>(endpoint: E, { params = {}, query, body, isNobody }: Asking = {}): Promise<Result<z.output<E['reply']>>> {
    const fill = (path: string, [name, value]: [string, string]): string => path.replace(`:${name}`, encodeURIComponent(value))
    const url = Object.entries(params).reduce(fill, endpoint.path)
    try {
      const reply = await this.#http.request<unknown>({
        ...this.#settings(ANSWER_MS, isNobody),
        ...{ url, method: endpoint.method },
        ...(query === undefined ? {} : { params: query }),
        ...(body === undefined ? {} : { data: body }),
      })
      const isAnswer = reply.status === 200 || (endpoint.also !== undefined && settledStatuses.includes(reply.status))
      if (!isAnswer) return refusalSaid(reply.data, reply.status)
      const read = endpoint.reply.safeParse(reply.data)
      // The schema of the endpoint has just proved it.
      return read.success ? ok(read.data as z.output<E['reply']>) : refuse('bad-reply', endpoint.path)
    } catch (error) {
      return refusalOf(error)
    }
  }

  #settings(timeoutMs: number, isNobody = false) {
    const token = isNobody ? null : this.#token()
    return { timeout: timeoutMs, validateStatus: () => true, headers: token === null ? {} : { Authorization: `Bearer ${token}` } }
  }
}

function refusalSaid(data: unknown, status: number): Result<never> {
  const said = ErrorReply.safeParse(data)
  if (!said.success || !isErrorCode(said.data.code)) return refuse(status >= 500 ? 'platform-busy' : 'bad-reply', String(status))
  return refuse(said.data.code, said.data.detail ?? undefined)
}

function refusalOf(error: unknown): Result<never> {
  if (axios.isAxiosError(error)) return refuse('offline')
  throw error
}
