import type { Draft, DraftForm, PlaceFacts } from '#shared/contracts/intake.contract.ts'
import { ActBody } from '#shared/domain/case/acts.ts'
import type { ReportArgs } from '#shared/domain/case/acts.ts'
import type { Post } from '#shared/domain/case/terms.ts'
import { workLists, workListsOf } from '#shared/domain/case/work-lists.ts'
import { createSuggester } from '#shared/domain/catalogue/suggest.ts'
import { distanceM } from '#shared/domain/geometry/distance.ts'
import { explainClock } from '#shared/domain/limits/explain-clock.ts'
import { CmdId } from '#shared/kernel/ids.ts'
import type { CaseNo, PersonId } from '#shared/kernel/ids.ts'
import { mergeNote } from '#shared/domain/case/merge-note.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Saved } from '#shared/contracts/cases.contract.ts'
import { aDraft } from '../builders/a-draft.ts'
import { caseId, draftId } from '../builders/ids.ts'
import { FakeDesk } from './fake-desk.ts'
import { MINUTE, SampleCases, sampleCalendar, sampleCatalogue, sampleDepartments, sampleInspectors } from './sample-cases.ts'

const suggest = createSuggester(sampleCatalogue)
const places = [
  { id: 'p1', name: '梅河路与桃溪路交口', detail: '城关镇 道路交口', kind: 'place' as const, lng: 117.0025, lat: 31.4622 },
  { id: 'p2', name: '梅河新村', detail: '城关镇 小区', kind: 'place' as const, lng: 117.004, lat: 31.463 },
  { id: 's1', name: '梅河路', detail: '城关镇 道路', kind: 'street' as const, lng: 117.003, lat: 31.462 },
  { id: '3415230101000482', name: '上水井盖', detail: '部件 城关 03', kind: 'component' as const, lng: 117.0026, lat: 31.46225 },
]

/** A hall in memory behind a {@link FakeDesk}: lists, cases, drafts and everything a form asks, by the real rules. */
export class SampleHall {
  readonly fake = new FakeDesk()
  readonly cases: SampleCases
  readonly drafts = new Map<string, Draft>()
  readonly discarded = new Map<string, Draft>()
  posts: readonly Post[]
  /** Who sits here. */
  person = '1001' as PersonId
  now: () => number
  rung: 'normal' | 'offline' = 'normal'
  #nextNo = 83
  /** What was answered, by the id under which a window has asked. */
  readonly #savedActs = new Map<CmdId, Saved>()

  constructor(posts: readonly Post[] = ['acceptor'], now: () => number = Date.now) {
    this.posts = posts
    this.now = now
    this.cases = new SampleCases(now())
    this.#serveLists()
    this.#serveCase()
    this.#serveDrafts()
    this.#servePlaces()
  }

  /** Something happened in the hall: everybody is told. */
  changed(): void {
    this.fake.refresh()
  }

  #of(list: string): ReturnType<SampleCases['brief']>[] {
    return [...this.cases.all.values()]
      .filter(({ row }) => workListsOf(row).some((one) => one === list))
      .map((one) => this.cases.brief(one))
      .sort((a, b) => (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity))
  }

  #serveLists(): void {
    const { fake } = this
    fake.serve('cases', 'counts', () => ({
      lists: workLists.map((list) => {
        const briefs = this.#of(list)
        const overdue = briefs.filter(({ dueAt }) => dueAt !== null && dueAt < this.now()).length
        const soon = briefs.filter(({ attentionAt }) => attentionAt !== null && attentionAt < this.now()).length
        return { list, total: briefs.length, attention: soon - overdue, overdue }
      }),
      drafts: this.drafts.size,
      asOf: this.now(),
    }))
    fake.serve('cases', 'list', ({ list, offset, limit }) => {
      const briefs = this.#of(list)
      return { rows: briefs.slice(offset, offset + limit), total: briefs.length, asOf: this.now() }
    })
    fake.serve('link', 'status', () => ({
      rung: this.rung,
      since: this.now() - 40 * MINUTE,
      reason: null,
      waiting: this.cases.waiting,
      rejected: 0,
      lastContactAt: this.rung === 'normal' ? this.now() - 1000 : this.now() - 40 * MINUTE,
      freshAt: this.rung === 'normal' ? this.now() - 1000 : this.now() - 40 * MINUTE,
      behind: 0,
      ratePerSecond: 0,
      rebuild: null,
      clockOffsetMs: 0,
      timeDoubt: false,
      hostTime: this.now(),
    }))
    fake.serve('session', 'status', () => ({
      hallName: '舒城数字城管',
      seat: '3',
      version: '0.1.0',
      zoneOffsetMinutes: 480,
      shifts: [],
      rosterSize: 31,
      offlineUntil: null,
      extendFrom: null,
      idleLockMinutes: 5,
      signedIn: {
        signIn: 'one',
        person: this.person,
        name: '王丽',
        posts: [...this.posts],
        shift: null,
        since: this.now(),
        locked: false,
        attested: true,
      },
      cache: { cases: 16, components: 2000, syncedAt: this.now() },
      handover: { overdue: 0, dueWithinHour: 0 },
      left: null,
    }))
  }

  #serveCase(): void {
    const { fake } = this
    fake.serve('cases', 'begunSteps', () => [])
    fake.serve('cases', 'view', ({ id }) => this.cases.view(id, this.posts, this.now()))
    fake.answer('cases', 'act', async ({ id: saidId, caseId: id, seenVer, body: said }) => {
      const asked = saidId === undefined ? undefined : CmdId.parse(saidId)
      const before = asked === undefined ? undefined : this.#savedActs.get(asked)
      if (before !== undefined) return ok(before)
      const body = ActBody.parse(said)
      if (this.cases.isStale(id, body, seenVer)) return refuse('stale-base', `${seenVer}`)
      const saved = this.#saved(id, [body], { asked })
      if (saved.ok && asked !== undefined) this.#savedActs.set(asked, saved.value)
      return saved
    })
    fake.answer('cases', 'explainClock', async ({ caseId: id, kind }) => {
      const clock = this.cases.all.get(id)?.row.clocks.findLast((one) => one.kind === kind)
      if (clock === undefined) return refuse('not-found', kind)
      const explained = explainClock(clock, sampleCalendar, this.now())
      if (!explained.ok) return explained
      const { counted, skipped, usedMs, limitMs, dueAt } = explained.value
      return ok({
        clock,
        counted: [...counted],
        skipped: skipped.map((one) => ({ ...one, name: one.name ?? null })),
        usedMs,
        limitMs,
        dueAt,
      })
    })
    fake.answer('cases', 'keptActs', async () => ok([]))
    fake.answer('cases', 'keepAct', async () => ok(null))
    fake.answer('cases', 'revealPhone', async () => ok({ name: '张先生', phone: '13812346021' }))
  }

  #saved(id: string, bodies: readonly ActBody[], { asked, no }: { asked?: CmdId | undefined; no?: CaseNo } = {}): Result<Saved> {
    let last: Result<Saved> = refuse('bad-request')
    for (const body of bodies) {
      const done = this.cases.act(id, body, this.posts, this.now(), { id: asked, no: body.action === 'report' ? no : undefined })
      if (!done.ok) return done
      last = ok({
        cmdId: done.value.cmdId,
        s: done.value.s,
        caseId: done.value.row.id,
        no: done.value.row.no,
        waiting: this.cases.waiting - 1,
      })
    }
    this.changed()
    return last
  }

  #serveDrafts(): void {
    const { fake } = this
    fake.serve('intake', 'drafts', () =>
      [...this.drafts.values()].map(({ id, no, form, savedAt }) => ({
        id,
        no,
        title: sampleCatalogue.findClass(form.classCode)?.name ?? '',
        savedAt,
      })),
    )
    fake.answer('intake', 'open', async ({ callerPhone }) => {
      const n = this.#nextNo++
      const parts = {
        id: draftId(n),
        caseId: caseId(100 + n),
        no: `34152320261120${String(n).padStart(5, '0')}` as CaseNo,
        callAt: this.now(),
        savedAt: this.now(),
      }
      const draft = aDraft({ reporterPhone: callerPhone ?? '' }, parts)
      this.drafts.set(draft.id, draft)
      this.changed()
      return ok(draft)
    })
    fake.answer('intake', 'load', async ({ id }) => this.#draft(id))
    fake.answer('intake', 'save', async ({ id, form, caret, rev }) => {
      const found = this.#draftAt(id, rev)
      if (!found.ok) return found
      const saved = { ...found.value, form: { ...form }, caret, rev: rev + 1, savedAt: this.now() }
      this.drafts.set(id, saved)
      return ok({ rev: saved.rev, savedAt: saved.savedAt })
    })
    fake.answer('intake', 'discard', async ({ id, rev }) => {
      const found = this.#draftAt(id, rev)
      return found.ok ? this.#move(id, this.drafts, this.discarded, null) : found
    })
    fake.answer('intake', 'restore', async ({ id }) => {
      const thrown = this.discarded.get(id)
      return thrown === undefined ? refuse('not-found', id) : this.#move(id, this.discarded, this.drafts, thrown)
    })
    fake.answer('intake', 'submit', async ({ id, form, rev, upTo }) => this.#submit(id, form, rev, upTo))
    fake.answer('intake', 'mergeInto', async ({ id, form, rev, caseId: into }) => {
      const draft = this.#draftAt(id, rev)
      if (!draft.ok) return draft
      const saved = this.#saved(into, [{ action: 'note', args: { words: mergeNote(form, this.cases.all.get(into)?.row.place.address ?? '') } }])
      if (saved.ok) this.drafts.delete(id)
      return saved
    })
  }

  #draft(id: string): Result<Draft> {
    const found = this.drafts.get(id)
    return found === undefined ? refuse('not-found', id) : ok(found)
  }

  #draftAt(id: string, rev: number): Result<Draft> {
    const found = this.#draft(id)
    return found.ok && found.value.rev !== rev ? refuse('stale-base', `rev ${found.value.rev}`) : found
  }

  #move<V>(id: string, from: Map<string, Draft>, to: Map<string, Draft>, answer: V): Result<V> {
    const draft = from.get(id)
    if (draft === undefined) return refuse('not-found', id)
    from.delete(id)
    to.set(id, draft)
    this.changed()
    return ok(answer)
  }

  #submit(id: string, form: DraftForm, rev: number, upTo: string): Result<Saved> {
    const draft = this.#draftAt(id, rev)
    if (!draft.ok) return draft
    const { caseId: made, no } = draft.value
    const report: ReportArgs = {
      no: no ?? ('none' as CaseNo),
      source: 'hotline',
      classCode: form.classCode,
      conditionId: form.conditionId || null,
      areaGrade: 'A',
      description: form.description,
      place: { ...this.#facts(form.lng ?? 0, form.lat ?? 0).place, address: form.address, component: form.component || null },
      reporterName: null,
      reporterPhone: null,
      phoneKey: null,
      wantsCallBack: form.wantsCallBack,
      foundAt: form.foundAt,
      urgent: form.urgent,
      notDuplicateBecause: form.notDuplicateBecause || null,
      attachments: [],
      externalId: null,
    }
    const steps: ActBody[] = [
      { action: 'report', args: report },
      { action: 'accept', args: { words: '' } },
      { action: 'file', args: { conditionId: form.conditionId, areaGrade: 'A', urgent: form.urgent, words: '' } },
      { action: 'dispatch', args: { department: form.department as (typeof sampleDepartments)[number]['id'], words: '' } },
    ]
    const saved = this.#saved(made, steps.slice(0, ['report', 'accept', 'file', 'dispatch'].indexOf(upTo) + 1), { no: report.no })
    if (saved.ok) this.drafts.delete(id)
    this.changed()
    return saved
  }

  #servePlaces(): void {
    const { fake } = this
    fake.answer('intake', 'locate', async ({ lng, lat }) => ok(this.#facts(lng, lat)))
    fake.answer('intake', 'component', async ({ code }) => {
      const found = places.find(({ id }) => id === code)
      if (found === undefined) return ok(null)
      const facts = this.#facts(found.lng, found.lat)
      return ok({ ...facts, place: { ...facts.place, component: code } })
    })
    fake.answer('intake', 'findPlaces', async ({ text }) =>
      ok(places.filter(({ name, id }) => name.includes(text) || id.startsWith(text))),
    )
    fake.answer('intake', 'duplicates', async ({ classCode, lng, lat, except }) =>
      ok(
        [...this.cases.all.values()]
          .map((one) => this.cases.brief(one))
          .filter((brief) => brief.classCode === classCode && brief.id !== except)
          .map((brief) => ({
            brief,
            distanceM: distanceM([lng, lat], [brief.lng ?? 0, brief.lat ?? 0]),
            ageMs: this.now() - brief.reportedAt,
          }))
          .filter(({ distanceM: metres, ageMs }) => metres <= 50 && ageMs < 24 * 60 * MINUTE)
          .sort((a, b) => a.distanceM - b.distanceM),
      ),
    )
    fake.answer('intake', 'suggestClass', async ({ text }) =>
      ok(suggest(text).map(({ class: one, share }) => ({ code: one.code, name: one.name, share }))),
    )
    fake.answer('intake', 'adviseDepartment', async ({ component }) =>
      ok([
        {
          department: sampleDepartments[0]!.id,
          name: '县自来水公司',
          reason: component === null ? ('class-duty' as const) : ('owner' as const),
          handled90: 41,
          onTime90: 0.976,
          returns90: 1,
          meanMs: 107 * MINUTE,
          open: 3,
        },
        {
          department: sampleDepartments[1]!.id,
          name: '城关镇市政管理所',
          reason: 'grid-duty' as const,
          handled90: 6,
          onTime90: 0.833,
          returns90: 4,
          meanMs: 200 * MINUTE,
          open: 12,
        },
        {
          department: sampleDepartments[2]!.id,
          name: '县住建局市政工程科',
          reason: 'fallback' as const,
          handled90: 2,
          onTime90: null,
          returns90: 0,
          meanMs: null,
          open: 7,
        },
      ]),
    )
    fake.answer('intake', 'callerHistory', async ({ phone }) =>
      ok(
        phone.endsWith('6021')
          ? { total: 3, lastSatisfied: true, recent: this.#of('to-file') }
          : { total: 0, lastSatisfied: null, recent: [] },
      ),
    )
    fake.answer('intake', 'catalogue', async () =>
      ok({
        version: sampleCatalogue.version,
        classes: sampleCatalogue.classes.map(({ code, name, majorName, kind, conditions }) => ({
          code,
          name,
          majorName,
          kind,
          conditions: [...conditions],
        })),
        desk: {
          'accept': sampleCatalogue.deskLimit('accept') ?? null,
          'verify': sampleCatalogue.deskLimit('verify') ?? null,
          'file': sampleCatalogue.deskLimit('file') ?? null,
          'dispatch': sampleCatalogue.deskLimit('dispatch') ?? null,
          'handle': null,
          'send-check': sampleCatalogue.deskLimit('send-check') ?? null,
          'check': sampleCatalogue.deskLimit('check') ?? null,
          'close': sampleCatalogue.deskLimit('close') ?? null,
        },
      }),
    )
    fake.answer('intake', 'people', async () => ok({ departments: [...sampleDepartments], inspectors: [...sampleInspectors] }))
  }

  #facts(lng: number, lat: number): PlaceFacts {
    return {
      place: {
        lng,
        lat,
        address: '桃溪路',
        grid: '341523100003017',
        dutyGrid: 'D03',
        community: '鼓楼社区',
        street: '城关镇',
        component: null,
      },
      areaGrade: 'A',
      dutyGridName: '城关 03',
      inspector: { id: 'J01' as PersonId, name: '陈志强' },
      nearestAddress: '桃溪路 33 号附近',
      nearestComponents: [
        { code: '3415230101000482', name: '上水井盖', classCode: 'C0101', distanceM: 4, lng: 117.0026, lat: 31.46225 },
      ],
    }
  }
}
