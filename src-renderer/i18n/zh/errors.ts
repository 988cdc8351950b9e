export const errors = {
  title: '出错了',
  code: '代码 {code}',
  couldNot: '没有取到{what}',
  line: '{sentence}。{next}',
  unknown: '平台给出了本机不认识的答复',
  unknownNext: '升级本机程序，或联系管理员',
} as const
