// The world of the department page: a platform that says what the spec tells it, uploads that go as far as they are let, stores
// in memory. Cases are told through the real fold.
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import type { Plugin } from 'vue'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { systemTimers } from '#shared/kernel/clock.ts'
import type { CmdId, DepartmentId, PersonId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import type { OnlineCommand, Outcome } from '#shared/platform-api/commands.ts'
import { DepartmentClient } from '#renderer/features/department/department-client.ts'
import { departmentPorts } from '#renderer/features/department/department-ports.ts'
import type { DepartmentPorts } from '#renderer/features/department/department-ports.ts'
import { MemoryStorage } from '#renderer/features/department/memory-storage.ts'
import type { PictureBox } from '#renderer/features/department/picture-box.ts'
import { SessionKeep } from '#renderer/features/department/session-keep.ts'
import type { UploadPicture } from '#renderer/features/department/upload-picture.ts'
import { CaseStory } from '../builders/case-story.ts'
import { cmdId } from '../builders/ids.ts'

const workerId = '3002' as PersonId
const department = 'water' as DepartmentId

/** A case that waits for the department. */
export const handledCase = (): CaseRow => CaseStory.after('accept', 'file', 'dispatch').case

export const accepted = ({ id }: OnlineCommand, at = 0): Outcome => ({ id, result: 'accepted', epoch: 'e', seq: 1 + at, ver: 5 + at })

/** Answers of the platform, one a request; `sent` keeps what came. */
export class ToldClient extends DepartmentClient {
  readonly sent: OnlineCommand[][] = []
  readonly answers: (Result<Outcome[]> | ((sent: readonly OnlineCommand[]) => Outcome[] | Promise<Outcome[]>))[] = []

  constructor() {
    super(() => 'person_token')
  }

  override async send(commands: readonly OnlineCommand[]): Promise<Result<Outcome[]>> {
    // As it goes over the line: what is kept must be the same afterwards.
    this.sent.push(JSON.parse(JSON.stringify(commands)) as OnlineCommand[])
    const answer = this.answers.shift() ?? refuse('offline')
    return typeof answer === 'function' ? ok(await answer(commands)) : answer
  }
}

class MemoryBox implements PictureBox {
  readonly bytes = new Map<string, Blob>()

  put(id: string, bytes: Blob): Promise<boolean> {
    this.bytes.set(id, bytes)
    return Promise.resolve(true)
  }

  get(id: string): Promise<Blob | undefined> {
    return Promise.resolve(this.bytes.get(id))
  }

  remove(id: string): Promise<void> {
    this.bytes.delete(id)
    return Promise.resolve()
  }
}

export interface FakeDepartment {
  readonly client: ToldClient
  readonly storage: MemoryStorage
  readonly box: MemoryBox
  /** What becomes of the uploads, one each; after these all arrive. */
  readonly uploads: (Refusal | null)[]
  /** For mounting a part of the page over these stores. */
  global(): { plugins: Plugin[]; provide: Record<symbol, DepartmentPorts> }
  /** The same machine after a reload: stores anew, what was kept is kept. */
  reload(): void
}

/** Opens the page's stores in a world of their own; they are found by the usual `useX()`. */
export function fakeDepartment(): FakeDepartment {
  const client = new ToldClient()
  const storage = new MemoryStorage()
  const box = new MemoryBox()
  const keep = new SessionKeep(new MemoryStorage())
  keep.set({ person: workerId, name: '韩雪', department, token: 'person_token' })
  const uploads: (Refusal | null)[] = []
  let ids = 0
  const upload: UploadPicture = (_picture, _bytes, { onPath }) => {
    onPath(`/v1/attachments/${'a'.repeat(32)}`)
    const fate = uploads.shift() ?? null
    return { done: Promise.resolve(fate === null ? ok(null) : { ok: false, error: fate }), stop: () => undefined }
  }
  const newId = (): CmdId => cmdId((ids += 1))
  const ports: DepartmentPorts = { client, keep, storage, box, upload, newId, timers: systemTimers }
  let pinia = createPinia()
  const open = (): void => {
    const app = createApp({})
    app.provide(departmentPorts, ports)
    pinia = createPinia()
    app.use(pinia)
  }
  open()
  const global = (): ReturnType<FakeDepartment['global']> => ({ plugins: [pinia], provide: { [departmentPorts as symbol]: ports } })
  return { client, storage, box, uploads, global, reload: open }
}

/** The first bytes tell a picture. */
export function aPhoto(name: string, text = name): File {
  return new File([Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), text], name, { type: 'image/jpeg' })
}
