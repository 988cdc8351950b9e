import { Instant, Lat, Lng } from '#shared/domain/case/case-row.ts'
import {
  CameraPlan,
  Display,
  figureKeys,
  Fittings,
  PanelKind,
  Rotation,
  Scene,
  SceneId,
  Schedule,
  SpanLayers,
} from '#shared/domain/wall/index.ts'
import { CaseId, SeatId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { access, command, query, topic } from './contract.ts'
import { CasePin } from './map.contract.ts'

/** What the wall prints over the map; no names, no telephone numbers. */
export const WallFigures = z.object({
  hallName: z.string(),
  zoneOffsetMinutes: z.int(),
  reportedToday: z.int(),
  filedToday: z.int(),
  closedToday: z.int(),
  open: z.int(),
  overdue: z.int(),
  emergency: z.int(),
  /** Acts of this hall that the platform has not confirmed and that are in the figures: 含 N 项未上传. */
  pending: z.int(),
  /** The most pressing open cases, at most 7. */
  pressing: z.array(CasePin),
  asOf: Instant.nullable(),
})
export type WallFigures = z.infer<typeof WallFigures>

const Refused = z.object({ code: z.string(), detail: z.string().nullable() })
const Box = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
const Strip = z.object({ from: z.number(), to: z.number() })
const PlacedPanel = z.object({ kind: PanelKind, box: Box })

/** What one window of the wall shows: its part of the scene, worked out by the host. Desktop px unless said otherwise. */
export const PaneView = z.object({
  /** Rises whenever the wall is told to show something else. */
  generation: z.int(),
  /** The monitor this window stands on; null: a window of its own, which shows the whole scene. */
  pane: z.string().nullable(),
  scene: z.object({ id: SceneId, name: z.string(), kind: z.enum(['span', 'tiles']) }),
  /** Height of 16 arc-minutes at the farthest reader. */
  unitPx: z.number(),
  fittings: Fittings,
  /** False: nobody has measured this wall yet. */
  isMeasured: z.boolean(),
  /** The whole picture, and the part of it that is seen here. */
  canvas: z.object({ width: z.number(), height: z.number() }),
  part: Box,
  /** What bezels hide of the canvas, from left to right and from the top down. */
  hiddenX: z.array(Strip),
  hiddenY: z.array(Strip),
  plan: CameraPlan,
  /** What the map of a span shows. */
  layers: SpanLayers,
  /** What the place the camera is at, or on the way to, is called. */
  stop: z.string().nullable(),
  overlay: z.object({
    figures: z.array(z.enum(figureKeys)).nullable(),
    title: z.boolean(),
    list: z.boolean(),
    legend: z.boolean(),
    sources: z.boolean(),
  }),
  /** Tiles: the pages this monitor shows in turn; more than one while another monitor is missing. */
  pages: z.array(z.array(PlacedPanel)),
  pageEveryMs: z.int(),
  /** What a seat has pushed here, until when (host's time). */
  pushed: z.object({ title: z.string(), lng: Lng, lat: Lat, caseId: CaseId.nullable(), untilHostMs: z.number() }).nullable(),
  /** 参观模式: strangers look on; the window shows no mark of what waits and no door. */
  isVisitor: z.boolean(),
  /** Why the scene is not shown in full: it could not be read here. */
  refusal: Refused.nullable(),
})
export type PaneView = z.infer<typeof PaneView>

/** alive: beats and paints; silent: nothing heard; stuck: beats but does not paint; missing: its monitor is not there. */
export const PaneState = z.object({
  pane: z.string(),
  state: z.enum(['alive', 'silent', 'stuck', 'missing']),
  /** Bound of the error of its clock, ms; null until it knows. */
  clockErrorMs: z.number().nullable(),
  /** How often it had to be replaced since the start. */
  replaced: z.int(),
})
export type PaneState = z.infer<typeof PaneState>

/** The wall as a seat sees it. */
export const WallDesk = z.object({
  generation: z.int(),
  scenes: z.array(
    z.object({
      id: SceneId,
      name: z.string(),
      kind: z.enum(['span', 'tiles']),
      /** Why it cannot be shown on these monitors. */
      refusal: Refused.nullable(),
      /** Made here: it may be changed and deleted. */
      isOwn: z.boolean(),
    }),
  ),
  /** Scenes that were kept and cannot be read here; `detail` names the member that is wrong. They are not shown, nor lost. */
  unread: z.array(z.object({ name: z.string(), detail: z.string() })),
  current: SceneId,
  /** Where the camera of the scene is, counted from 1; null: it has no stops. */
  stop: z.object({ at: z.int(), of: z.int(), name: z.string() }).nullable(),
  rotation: Rotation,
  /** An own scene as it was before the last change or deletion, which can be brought back. */
  spare: z.object({ id: SceneId, name: z.string() }).nullable(),
  schedule: Schedule,
  /** A person has chosen the scene: the schedule waits for its next slot, or to be let on again. */
  isByHand: z.boolean(),
  isVisitor: z.boolean(),
  pushed: z.object({ title: z.string(), leftS: z.int() }).nullable(),
  /** Walls that other machines of this hall run; null where this one speaks to no other. */
  others: z
    .array(
      z.object({
        seat: SeatId,
        name: z.string(),
        /** When the first word went that it has not answered; null: it answers. What follows is as it was before. */
        silentSince: Instant.nullable(),
        /** False: it has never answered, so nobody knows whether there is a wall, and what follows says nothing. */
        isKnown: z.boolean(),
        panes: z.int(),
        alive: z.int(),
        scene: z.string(),
        rotates: z.boolean(),
        /** What became of a push from here; unheard: no answer came, so it may be shown or not. */
        push: z.enum(['none', 'shown', 'unheard']),
      }),
    )
    .nullable(),
  canUndo: z.boolean(),
  panes: z.array(PaneState),
  displays: z.array(Display),
  fittings: Fittings,
  isMeasured: z.boolean(),
})
export type WallDesk = z.infer<typeof WallDesk>

/** A push stays from ten seconds to half an hour. */
export const PUSH_SECONDS = { least: 10, most: 1_800, usual: 60 } as const

export const wallContract = {
  figures: topic({ in: z.object({}), out: WallFigures, access: access.shown }),
  /** A window says how large it is; which monitor it stands on the host knows from its door. */
  pane: topic({
    in: z.object({ width: Display.shape.width, height: Display.shape.height, scale: Display.shape.scale }),
    out: PaneView,
    access: { callers: ['wall'], session: false },
  }),
  /** The host's time, for plans; monotonic. */
  clock: query({ in: z.object({}), out: z.object({ hostMs: z.number() }), access: { callers: ['wall'], session: false } }),
  /** Once a second: how many frames this window has painted so far, and how well it knows the host's time. */
  beat: command({
    in: z.object({ painted: z.int().min(0), clockErrorMs: z.number().min(0).nullable() }),
    out: z.null(),
    access: { callers: ['wall'], session: false },
  }),
  /** What was measured at the wall: asked once, on the wall or at a seat. */
  fit: command({ in: Fittings, out: z.null(), access: access.shown }),
  desk: topic({ in: z.object({}), out: WallDesk, access: access.seat }),
  show: command({ in: z.object({ scene: SceneId }), out: z.null(), access: access.seat }),
  /** Shows a place or a case on the walls of this hall; they return by themselves. */
  push: command({
    in: z.object({
      lng: Lng,
      lat: Lat,
      caseId: CaseId.nullable(),
      title: z.string().max(80),
      seconds: z.int().min(PUSH_SECONDS.least).max(PUSH_SECONDS.most),
    }),
    out: z.null(),
    access: access.seat,
  }),
  /** One step back: ends a push, or shows the scene before this one. */
  undo: command({ in: z.object({}), out: z.null(), access: access.seat }),
  /** Scenes in turn, each for its own time; switched off it is kept. */
  rotate: command({ in: z.object({ rotation: Rotation }), out: z.null(), access: access.seat }),
  /** Scenes by time of day; an empty one ends it. A rotation goes before it. */
  schedule: command({ in: z.object({ schedule: Schedule }), out: z.null(), access: access.seat }),
  /** Lets the schedule on again after a person has chosen a scene. */
  handBack: command({ in: z.object({}), out: z.null(), access: access.seat }),
  /** Turns 参观模式 on or off; from a seat or on the wall itself. */
  visitors: command({ in: z.object({ mode: z.enum(['on', 'off']) }), out: z.null(), access: access.shown }),
  /** A scene with all of its panels, for the editor. */
  scene: query({ in: z.object({ id: SceneId }), out: Scene, access: access.seat }),
  /** Keeps a scene of one's own; a new one gets its id here. */
  save: command({
    in: z.object({ scene: Scene, as: z.enum(['new', 'same']) }),
    out: z.object({ id: SceneId }),
    access: access.seat,
  }),
  drop: command({ in: z.object({ scene: SceneId }), out: z.null(), access: access.seat }),
  /** Brings back what the last change of a scene replaced, or the last deletion removed. */
  restore: command({ in: z.object({}), out: z.null(), access: access.seat }),
}
