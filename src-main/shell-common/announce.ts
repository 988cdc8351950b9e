import { errorCatalogue } from '#shared/kernel/error-codes.ts'
import type { Refusal } from '#shared/kernel/result.ts'
import type { HostState } from './host-keeper.ts'
import type { PlatformState } from './platform-keeper.ts'
import type { Say } from './say.ts'

/** A refusal with its next step, as the catalogue has it. */
export function sayRefusal(say: Say, { code, detail }: Refusal): void {
  const { zh, en, nextZh, nextEn } = errorCatalogue[code]
  const what = detail === undefined ? '' : ` (${detail})`
  say(`${zh}${what}：${nextZh}`, `${en}${what}: ${nextEn}`)
}

/** Says what became of the host; the first start says its own words. */
export function sayHost(say: Say, state: HostState): void {
  if (state.state === 'gone')
    say(`本机服务中断（${state.why}），正在自动恢复`, `the host ended (${state.why}); starting it again`)
  if (state.state === 'ready' && state.trouble !== undefined) {
    sayRefusal(say, { code: state.trouble })
    say('窗口只显示恢复页，没有改动任何数据', 'the windows show the recovery page and nothing else; nothing has been changed')
  }
  if (state.state === 'resting') {
    sayRefusal(say, state.refusal)
    say('一分钟后自动再试', 'tried again in a minute')
  }
  if (state.state === 'given-up') sayRefusal(say, state.refusal)
}

export function sayPlatform(say: Say, state: PlatformState): void {
  if (state.state === 'ready') say(`平台已就绪 ${state.url}`, 'the platform is ready')
  if (state.state === 'ready' && state.departmentUrl !== null)
    say(`部门处置页 ${state.departmentUrl}`, 'the page where departments work')
  if (state.state === 'gone')
    say(`内嵌平台中断（${state.why}），正在重新启动`, `the embedded platform ended (${state.why}); starting it again`)
  if (state.state === 'resting') sayRefusal(say, state.refusal)
}
