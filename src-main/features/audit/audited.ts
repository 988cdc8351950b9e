import type { Contracts } from '#shared/contracts/index.ts'

/** `area.operation` of every operation there is. */
export type OperationName = { [Area in keyof Contracts]: `${Area & string}.${keyof Contracts[Area] & string}` }[keyof Contracts]

/**
 * Where the record of an operation is: its feature writes an entry of its own; the door's recorder writes one; the command in the
 * ledger is the record (who, when, on which post, what, to what, and the platform's word on it); or there is none, and why.
 */
export type Recorded =
  | { readonly by: 'entry'; readonly what: readonly string[] }
  | { readonly by: 'recorder'; readonly what: string; readonly subject: readonly string[] }
  | { readonly by: 'command' }
  | { readonly by: 'nobody'; readonly because: string }

const entry = (...what: string[]): Recorded => ({ by: 'entry', what })
const recorder = (what: string, ...subject: string[]): Recorded => ({ by: 'recorder', what, subject })
const command: Recorded = { by: 'command' }
const nobody = (because: string): Recorded => ({ by: 'nobody', because })

const shows = nobody('shows what the post may see anyway; personal fields stay masked')
const draft = nobody('an own draft, sealed, is seen by nobody else; the act it becomes is recorded')
const asks = nobody('looks up places, classes or departments; nothing personal, nothing changes')
const paints = nobody('a window of the wall tells how it stands')

/** Every operation of every contract. One that is missing here fails a test (audited.spec.ts). */
export const audited: Readonly<Record<string, Recorded>> = {
  'session.status': shows,
  'session.lookUp': nobody('a name behind a number, before anybody is signed in'),
  'session.signIn': entry('session.sign-in', 'session.taken-over'),
  'session.lock': entry('session.lock'),
  'session.unlock': entry('session.unlock', 'session.sign-in'),
  'session.signOut': entry('session.sign-out'),
  'session.extendOffline': entry('session.extend-offline'),

  'cases.counts': shows,
  'cases.list': shows,
  'cases.view': shows,
  'cases.act': command,
  'cases.begunSteps': draft,
  'cases.keptActs': draft,
  'cases.keepAct': draft,
  'cases.explainClock': shows,
  'cases.revealPhone': entry('case.reveal-phone'),
  'cases.revealNumbers': entry('case.reveal-numbers'),
  'cases.search': shows,

  'intake.drafts': draft,
  'intake.open': draft,
  'intake.load': draft,
  'intake.save': draft,
  'intake.discard': draft,
  'intake.restore': draft,
  'intake.submit': command,
  'intake.mergeInto': command,
  'intake.duplicates': shows,
  'intake.locate': asks,
  'intake.component': asks,
  'intake.findPlaces': asks,
  'intake.suggestClass': asks,
  'intake.adviseDepartment': asks,
  'intake.callerHistory': nobody('cases of a caller whose number was told to this seat; the number itself is not shown'),
  'intake.catalogue': asks,
  'intake.people': asks,

  'link.status': shows,
  'outbox.tray': shows,
  'outbox.page': shows,
  'outbox.entry': shows,
  'outbox.settle': entry('outbox.again', 'outbox.withdraw', 'outbox.merge'),
  'outbox.takeBack': entry('outbox.take-back'),

  'map.info': shows,
  'map.tile': shows,
  'map.pins': shows,

  'wall.figures': shows,
  'wall.pane': shows,
  'wall.clock': paints,
  'wall.beat': paints,
  'wall.fit': recorder('wall.fit'),
  'wall.desk': shows,
  'wall.show': recorder('wall.show', 'scene'),
  'wall.push': recorder('wall.push'),
  'wall.undo': recorder('wall.undo'),
  'wall.rotate': recorder('wall.rotate'),
  'wall.schedule': recorder('wall.schedule'),
  'wall.handBack': recorder('wall.hand-back'),
  'wall.visitors': recorder('wall.visitors', 'mode'),
  'wall.scene': shows,
  'wall.save': recorder('wall.save', 'scene.name'),
  'wall.drop': recorder('wall.drop', 'scene'),
  'wall.restore': recorder('wall.restore'),

  'evaluation.ranking': shows,
  'evaluation.posts': shows,
  'evaluation.trend': shows,
  'evaluation.days': shows,
  'evaluation.pareto': shows,
  'evaluation.funnel': shows,
  'evaluation.repeats': shows,
  'evaluation.hotSpots': shows,
  'evaluation.hotGrids': shows,
  'evaluation.lateness': shows,
  'evaluation.figure': shows,
  'evaluation.behind': shows,
  'evaluation.behindStage': shows,
  'evaluation.today': shows,
  'evaluation.choropleth': shows,

  'field.movers': shows,
  'field.cameras': shows,
  'field.track': recorder('field.track', 'object'),
  'field.objects': shows,

  'attachments.ofCase': shows,
  'attachments.queue': shows,
  'attachments.begin': nobody('staging of an own file; attaching it is a command'),
  'attachments.append': nobody('staging of an own file; attaching it is a command'),
  'attachments.finish': nobody('staging of an own file; attaching it is a command'),
  'attachments.cancel': nobody('an own file that was not attached yet'),
  'attachments.attach': command,
  'attachments.remove': recorder('attachments.remove', 'hash'),
  'attachments.retry': nobody('sends again what was attached before'),
  'attachments.fetch': recorder('attachments.open', 'hash'),
  'attachments.play': recorder('attachments.open', 'hash'),
  'attachments.read': nobody('pieces of a file whose opening was recorded by fetch'),

  'lan.status': shows,
  'storage.status': shows,
  'recovery.status': shows,
  'recovery.brief': shows,
  'recovery.cause': shows,
  'recovery.key': shows,
  'recovery.unlock': entry('keys.recovered'),
  'recovery.enrol': entry('keys.replaced'),
  'recovery.restore': entry('ledger.recovered'),
  'recovery.export': nobody('a ledger that is not trusted takes no entry; the restored one begins with ledger.recovered'),
  'recovery.retry': entry('ledger.trusted-again'),
  'cache.rebuild': recorder('cache.rebuild'),

  'devices.list': shows,
  'devices.revoke': entry('keys.revoke-device'),
  'devices.rotate': entry('keys.rotate'),

  'audit.entries': nobody('reading the trail; its export is recorded'),
  'audit.exportPeriod': entry('audit.export'),
  'audit.record': entry('window.export', 'window.print'),
  'audit.protection': shows,
  'audit.makeRecoveryCode': entry('keys.recovery-code'),
  'audit.confirmRecoveryCode': entry('keys.recovery-code-noted'),
}
