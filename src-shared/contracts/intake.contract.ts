import { ClockKind, Limit } from '#shared/domain/case/terms.ts'
import { Attachment, CasePlace, Instant, Lat, Lng, MOST_FILES } from '#shared/domain/case/case-row.ts'
import { CaseId, CaseNo, DepartmentId, DraftId, PersonId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { CaseBrief, Saved } from './cases.contract.ts'
import { access, command, query, topic } from './contract.ts'

/** What the hotline form holds while it is typed; any field may be empty. Names and numbers are sealed before they are stored. */
export const DraftForm = z.object({
  reporterName: z.string().max(60),
  reporterPhone: z.string().max(40),
  wantsCallBack: z.boolean(),
  address: z.string().max(400),
  component: z.string().max(24),
  lng: Lng.nullable(),
  lat: Lat.nullable(),
  classCode: z.string().max(16),
  conditionId: z.string().max(24),
  description: z.string().max(4000),
  foundAt: Instant.nullable(),
  urgent: z.boolean(),
  notDuplicateBecause: z.string().max(2000),
  department: z.string().max(32),
  attachments: z.array(Attachment).max(MOST_FILES),
})
export type DraftForm = z.infer<typeof DraftForm>

/** A form nobody has typed anything into. */
export const emptyForm: DraftForm = {
  reporterName: '',
  reporterPhone: '',
  wantsCallBack: true,
  address: '',
  component: '',
  lng: null,
  lat: null,
  classCode: '',
  conditionId: '',
  description: '',
  foundAt: null,
  urgent: false,
  notDuplicateBecause: '',
  department: '',
  attachments: [],
}

/** Where the caret stood, so that a crash gives the form back exactly. */
export const Caret = z.object({ field: z.string().max(40), start: z.int().min(0), end: z.int().min(0) }).nullable()
export type Caret = z.infer<typeof Caret>

export const Draft = z.object({
  id: DraftId,
  caseId: CaseId,
  /** The number that can be told to the caller at once, also offline; null when the seat has none left. */
  no: CaseNo.nullable(),
  form: DraftForm,
  caret: Caret,
  /** Raised by each save; a save with an older one is refused. */
  rev: z.int().min(0),
  callAt: Instant,
  savedAt: Instant,
})
export type Draft = z.infer<typeof Draft>

/** What follows from a point by itself, each with its reason. */
export const PlaceFacts = z.object({
  place: CasePlace,
  areaGrade: z.enum(['A', 'B', 'C']),
  dutyGridName: z.string().nullable(),
  inspector: z.object({ id: PersonId, name: z.string() }).nullable(),
  nearestComponents: z.array(
    z.object({ code: z.string(), name: z.string(), classCode: z.string(), distanceM: z.number(), lng: Lng, lat: Lat }),
  ),
  nearestAddress: z.string().nullable(),
})
export type PlaceFacts = z.infer<typeof PlaceFacts>

export const DepartmentAdvice = z.object({
  department: DepartmentId,
  name: z.string(),
  /** Component owner, grid duty, class duty, history, or the last resort; the window puts it into words. */
  reason: z.enum(['owner', 'keeper', 'grid-duty', 'class-duty', 'history', 'fallback']),
  /** Same class in the last 90 days, share on time, returns, mean handling time, open now. */
  handled90: z.int(),
  onTime90: z.number().nullable(),
  returns90: z.int(),
  meanMs: z.number().nullable(),
  open: z.int(),
})
export type DepartmentAdvice = z.infer<typeof DepartmentAdvice>

export const Duplicate = z.object({ brief: CaseBrief, distanceM: z.number(), ageMs: z.number() })
export type Duplicate = z.infer<typeof Duplicate>

export const ClassChoice = z.object({
  code: z.string(),
  name: z.string(),
  majorName: z.string(),
  kind: z.enum(['component', 'event']),
  conditions: z.array(
    z.object({ id: z.string(), text: z.string(), closing: z.string(), limits: z.object({ A: Limit, B: Limit, C: Limit }) }),
  ),
})
export type ClassChoice = z.infer<typeof ClassChoice>

export const intakeContract = {
  drafts: topic({
    in: z.object({}),
    out: z.array(z.object({ id: DraftId, no: CaseNo.nullable(), title: z.string(), savedAt: Instant })),
    access: access.seat,
  }),
  /** A new empty draft for a call that has just come in; it takes its case number now. */
  open: command({ in: z.object({ callerPhone: z.string().max(40).nullable() }), out: Draft, access: access.seat }),
  load: query({ in: z.object({ id: DraftId }), out: Draft, access: access.seat }),
  /** Keystrokes, at most a second old. Answers only when they are on disk. */
  save: command({
    in: z.object({ id: DraftId, form: DraftForm, caret: Caret, rev: z.int().min(0) }),
    out: z.object({ rev: z.int(), savedAt: Instant }),
    access: access.seat,
  }),
  /** `rev`, here and where a call ends otherwise: as this window has it; another window's words are not dropped unread. */
  discard: command({ in: z.object({ id: DraftId, rev: z.int().min(0) }), out: z.null(), access: access.seat }),
  restore: command({ in: z.object({ id: DraftId }), out: Draft, access: access.seat }),
  /** Ends the draft: reports the case and accepts, files and dispatches it as far as asked, all in one go into the ledger. */
  submit: command({
    in: z.object({ id: DraftId, form: DraftForm, rev: z.int().min(0), upTo: z.enum(['report', 'accept', 'file', 'dispatch']) }),
    out: Saved,
    access: access.seat,
  }),
  /** Merge into an existing case instead: a note there with what `mergeNote` makes of the form, the draft ends. */
  mergeInto: command({
    in: z.object({ id: DraftId, form: DraftForm, rev: z.int().min(0), caseId: CaseId }),
    out: Saved,
    access: access.seat,
  }),
  duplicates: query({
    in: z.object({ classCode: z.string().max(16), lng: Lng, lat: Lat, except: CaseId.nullable() }),
    out: z.array(Duplicate),
    access: access.seat,
  }),
  locate: query({ in: z.object({ lng: Lng, lat: Lat }), out: PlaceFacts, access: access.seat }),
  component: query({ in: z.object({ code: z.string().max(24) }), out: PlaceFacts.nullable(), access: access.seat }),
  findPlaces: query({
    in: z.object({ text: z.string().max(200) }),
    out: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        detail: z.string(),
        kind: z.enum(['place', 'street', 'component', 'grid']),
        lng: Lng,
        lat: Lat,
      }),
    ),
    access: access.seat,
  }),
  suggestClass: query({
    in: z.object({ text: z.string().max(4000) }),
    out: z.array(z.object({ code: z.string(), name: z.string(), share: z.number() })),
    access: access.seat,
  }),
  adviseDepartment: query({
    in: z.object({
      classCode: z.string().max(16),
      grid: z.string().max(24).nullable(),
      component: z.string().max(24).nullable(),
    }),
    out: z.array(DepartmentAdvice),
    access: access.seat,
  }),
  callerHistory: query({
    in: z.object({ phone: z.string().max(40) }),
    out: z.object({ total: z.int(), lastSatisfied: z.boolean().nullable(), recent: z.array(CaseBrief) }),
    access: access.seat,
  }),
  catalogue: query({
    in: z.object({}),
    out: z.object({ version: z.string(), classes: z.array(ClassChoice), desk: z.record(ClockKind, Limit.nullable()) }),
    access: access.seat,
  }),
  people: query({
    in: z.object({}),
    out: z.object({
      departments: z.array(z.object({ id: DepartmentId, name: z.string(), phone: z.string().nullable() })),
      inspectors: z.array(z.object({ id: PersonId, name: z.string(), dutyGrid: z.string().nullable() })),
    }),
    access: access.seat,
  }),
}
