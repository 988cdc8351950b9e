import { defineStore } from 'pinia'
import { reactive, ref, watch } from 'vue'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { checkPicture } from './check-picture.ts'
import { usePorts } from './department-ports.ts'
import type { Moment, Picture } from './draft.ts'
import { useDrafts } from './drafts.store.ts'
import { useDepartmentSession } from './session.store.ts'
import { sha256Of } from './sha256.ts'
import type { RunningUpload } from './upload-picture.ts'
import { within } from './within.ts'

export const MOST_PICTURES = 12
/** A file in a cloud, or a machine's store that hangs, may never answer: what waits for them must not wait for ever. */
const MOST_READING_MS = 60_000
const MOST_KEEPING_MS = 60_000

/** How far a picture is. 'waiting': the line is broken, it goes on by itself; 'failed': the platform does not want it. */
export interface Progress {
  readonly state: 'waiting' | 'uploading' | 'there' | 'failed'
  readonly sentBytes: number
  readonly refusal?: Refusal
}

/** Why one of the files chosen was not taken. */
export interface NotTaken {
  readonly name: string
  readonly refusal: Refusal
}

/** Pictures of the handling on their way to the platform, from the moment they are chosen. */
export const usePictures = defineStore('department-pictures', () => {
  const { box, upload, newId, timers } = usePorts()
  const drafts = useDrafts()
  const session = useDepartmentSession()
  const progress = reactive(new Map<string, Progress>())
  const running = new Map<string, RunningUpload>()
  /** Files chosen and not yet among the pictures of their case, by case: hashing and keeping take their time. */
  const taking = reactive(new Map<string, number>())
  const isKept = ref(true)

  const progressOf = ({ id, isThere, size }: Picture): Progress =>
    isThere ? { state: 'there', sentBytes: size } : (progress.get(id) ?? { state: 'waiting', sentBytes: 0 })

  async function add(caseId: string, moment: Moment, files: readonly File[]): Promise<NotTaken[]> {
    const notTaken: NotTaken[] = []
    countTaking(caseId, files.length)
    for (const file of files) {
      const refusal = await addReadable(caseId, moment, file)
      countTaking(caseId, -1)
      if (refusal !== null) notTaken.push({ name: file.name, refusal })
    }
    return notTaken
  }

  /** A telephone may give a file that cannot be read (in a cloud, changed since): the others do not suffer for it. */
  async function addReadable(caseId: string, moment: Moment, file: File): Promise<Refusal | null> {
    try {
      return await addOne(caseId, moment, file)
    } catch (error) {
      return { code: 'picture-unreadable', detail: String(error) }
    }
  }

  const takingAt = (caseId: string): number => taking.get(caseId) ?? 0

  function countTaking(caseId: string, by: number): void {
    taking.set(caseId, takingAt(caseId) + by)
  }

  async function addOne(caseId: string, moment: Moment, file: File): Promise<Refusal | null> {
    const read = await within(timers, MOST_READING_MS, readPicture(file), refuse('picture-unreadable', 'time'))
    if (!read.ok) return read.error
    const { type, hash } = read.value
    const { pictures } = drafts.of(caseId)
    if (pictures.some((one) => one.hash === hash)) return null
    if (pictures.length >= MOST_PICTURES) return { code: 'too-large', detail: String(MOST_PICTURES) }
    const name = file.name.slice(-120)
    const what = { name, mime: type, size: file.size, hash }
    const picture: Picture = { id: newId(), moment, ...what, uploadPath: null, isThere: false }
    isKept.value = await within(timers, MOST_KEEPING_MS, box.put(picture.id, file), false)
    drafts.change(caseId, ({ pictures: there }) => ({ pictures: [...there, picture] }))
    void start(caseId, picture.id)
    return null
  }

  const find = (caseId: string, id: string): Picture | undefined => drafts.of(caseId).pictures.find((one) => one.id === id)

  function note(caseId: string, id: string, part: Partial<Picture>): void {
    drafts.change(caseId, ({ pictures }) => ({ pictures: pictures.map((one) => (one.id === id ? { ...one, ...part } : one)) }))
  }

  async function start(caseId: string, id: string): Promise<void> {
    const picture = find(caseId, id)
    if (picture === undefined || picture.isThere || running.has(id) || session.hasEnded) return
    const bytes = await box.get(id)
    if (bytes === undefined) {
      progress.set(id, { state: 'failed', sentBytes: 0, refusal: { code: 'picture-gone' } })
      return
    }
    if (running.has(id)) return
    const sentBytes = progress.get(id)?.sentBytes ?? 0
    progress.set(id, { state: 'uploading', sentBytes })
    const one = upload(picture, bytes, {
      onPath: (uploadPath) => note(caseId, id, { uploadPath }),
      onProgress: (sent) => progress.set(id, { state: 'uploading', sentBytes: sent }),
    })
    running.set(id, one)
    const done = await one.done
    running.delete(id)
    if (find(caseId, id) !== undefined) settle(caseId, id, done.ok ? null : done.error)
  }

  function settle(caseId: string, id: string, refusal: Refusal | null): void {
    const sentBytes = progress.get(id)?.sentBytes ?? 0
    if (refusal === null) {
      note(caseId, id, { isThere: true })
      progress.set(id, { state: 'there', sentBytes })
    } else if (refusal.code === 'unauthorised') {
      session.noteEnd()
      progress.set(id, { state: 'waiting', sentBytes })
    } else if (refusal.code === 'offline' || refusal.code === 'platform-busy') {
      progress.set(id, { state: 'waiting', sentBytes })
    } else {
      // A file that arrived other than announced is sent anew from its beginning.
      giveBack(caseId, id, refusal)
    }
  }

  /** The platform has not taken it with the answer: it waits for a person. */
  function giveBack(caseId: string, id: string, refusal: Refusal): void {
    note(caseId, id, { uploadPath: null, isThere: false })
    progress.set(id, { state: 'failed', sentBytes: 0, refusal })
  }

  async function retry(caseId: string, id: string): Promise<void> {
    progress.delete(id)
    await start(caseId, id)
  }

  async function remove(caseId: string, id: string): Promise<void> {
    running.get(id)?.stop()
    running.delete(id)
    progress.delete(id)
    drafts.change(caseId, ({ pictures }) => ({ pictures: pictures.filter((one) => one.id !== id) }))
    await box.remove(id)
  }

  /** Goes on with everything that waits; what the platform refused waits for a person. */
  function resume(): void {
    for (const caseId of drafts.cases())
      for (const { id } of drafts.of(caseId).pictures) if (progress.get(id)?.state !== 'failed') void start(caseId, id)
  }

  // One person's uploads do not go on under another's name.
  watch(() => session.signedIn?.person, () => {
    for (const one of running.values()) one.stop()
    running.clear()
    progress.clear()
  })

  return { isKept, progressOf, takingAt, add, giveBack, retry, remove, resume, bytesOf: (id: string) => box.get(id) }
})

async function readPicture(file: File): Promise<Result<{ type: string; hash: string }>> {
  const type = await checkPicture(file)
  return type.ok ? ok({ type: type.value, hash: await sha256Of(file) }) : type
}
