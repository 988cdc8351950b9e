// The only door to Element Plus: its published prop types do not survive `exactOptionalPropertyTypes`,
// so the two components are given the props we use, once, here.
// Known to dayjs, Chinese calendars begin on Monday.
import 'dayjs/locale/zh-cn'
import { ElConfigProvider, ElDatePicker } from 'element-plus'
import en from 'element-plus/es/locale/lang/en'
import zhCn from 'element-plus/es/locale/lang/zh-cn'
import type { DefineComponent } from 'vue'
import type { Locale } from '#renderer/i18n/index.ts'

export interface PickerProps {
  readonly 'modelValue': string
  readonly 'onUpdate:modelValue'?: (reading: string | null) => void
  readonly 'id': string
  readonly 'type': 'datetime'
  readonly 'format': string
  readonly 'valueFormat': string
  readonly 'placeholder': string
  readonly 'readonly': boolean
  readonly 'clearable': boolean
  /** Off: the picker's “now” is the machine's, not the hall's. */
  readonly 'showNow': boolean
  readonly 'aria-label': string
  readonly 'aria-describedby': string | undefined
}

export const DateTimePicker = ElDatePicker as unknown as DefineComponent<PickerProps>
export const PickerLanguage = ElConfigProvider as unknown as DefineComponent<{ readonly locale: object }>
export const pickerLanguages: Readonly<Record<Locale, object>> = { 'zh-CN': zhCn, en }
