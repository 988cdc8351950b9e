import { text } from './error-text.ts'
import type { ErrorText } from './error-text.ts'

/** The link to the platform and to the hall’s other machines. */
export const linkErrors = {
  'secret-wrong': text(
    '口令或恢复码不对',
    '核对后重试；没有尝试次数限制，数据未动',
    'The passphrase or recovery code does not fit',
    'Check it and try again; nothing was changed',
  ),
  'passphrase-needed': text(
    '本机密钥由口令保护',
    '用 --passphrase-file 指明口令文件后再启动',
    'The key of this machine is under a passphrase',
    'Start with --passphrase-file and the file that holds it',
  ),
  'passphrase-needs-browser': text(
    '口令只用于浏览器外壳',
    '用 --shell=browser 和 --passphrase-file 启动',
    'A passphrase works in the browser shell only',
    'Start with --shell=browser and --passphrase-file',
  ),
  'passphrase-needs-no-key-ring': text(
    '本机密钥由 Electron 的系统密钥环保护',
    '去掉 --passphrase-file，用 --shell=electron 启动',
    'This seat’s key is guarded by Electron’s safe storage',
    'Start it without --passphrase-file, or with --shell=electron in its place',
  ),
  'recovery-code-missing': text(
    '本机没有生成过恢复码',
    '恢复原来的密钥环或密钥文件；不行则由管理员重新登记',
    'No recovery code was ever made on this machine',
    'Bring back its key ring or key file, or have the administrator enrol it again',
  ),
  'device-revoked': text(
    '平台已注销本机的登记',
    '本机数据未动；存好手头的，退出登录后页面会给出恢复办法',
    'The platform has revoked this device',
    'Nothing here was erased; save what you have and sign out: a page then shows the ways back',
  ),
  'unauthorised': text(
    '平台不认可本机凭证',
    '联系管理员重新登记本机',
    'The platform does not accept this device',
    'Have the administrator enrol it again',
  ),
  'offline': text(
    '与平台断开',
    '已存本机，恢复后自动上传',
    'The link to the platform is down',
    'Saved here; sent when the link is back',
  ),
  'link-silent': text(
    '线路无应答',
    '检查本机网线和交换机，或问网管',
    'Nothing comes back over the line',
    'Check this machine’s cable and the switch, or ask the network administrator',
  ),
  'link-late': text('线路迟缓', '可照常办理，系统会继续收发', 'The line is slow', 'Work on; it keeps sending and receiving'),
  'link-refused': text(
    '平台地址没有程序应答',
    '问平台管理员平台是否在运行',
    'No program answers at the platform’s address',
    'Ask the platform’s administrator whether it runs',
  ),
  'link-no-network': text(
    '本机没有网络',
    '检查网线和网卡',
    'This machine has no network',
    'Check the cable and the network card',
  ),
  'link-name-unknown': text(
    '平台的域名查不到',
    '检查本机的 DNS 设置，或问网管',
    'The platform’s name cannot be looked up',
    'Check the DNS settings or ask the network administrator',
  ),
  'link-login-page': text(
    '网络要求认证，答复的不是平台',
    '在浏览器里完成上网认证，或问网管',
    'The network asks for a sign-in page; it was not the platform that replied',
    'Sign in to the network in a browser or ask the network administrator',
  ),
  'link-certificate-expired': text(
    '平台的证书已过期',
    '请平台管理员更换证书，不要绕过',
    'The platform’s certificate has expired',
    'Have the platform’s administrator renew it; there is no way around it',
  ),
  'link-certificate-early': text(
    '平台的证书尚未生效',
    '核对本机时间，再问平台管理员',
    'The platform’s certificate is not valid yet',
    'Check this machine’s clock, then ask the platform’s administrator',
  ),
  'link-certificate-other-name': text(
    '证书不是这个平台地址的',
    '核对平台地址；可能有人冒充，告知管理员',
    'The certificate is for another address',
    'Check the platform’s address; somebody may pose as it: tell the administrator',
  ),
  'link-certificate-untrusted': text(
    '证书的签发机构不被信任',
    '核对 --platform-ca；可能有人冒充，告知管理员',
    'The certificate’s authority is not trusted',
    'Check --platform-ca; somebody may pose as the platform: tell the administrator',
  ),
  'link-not-secure': text(
    '无法与平台建立加密连接',
    '请平台管理员启用 TLS 1.2 以上',
    'No encrypted connection to the platform can be made',
    'Have the platform’s administrator enable TLS 1.2 or newer',
  ),
  'bad-reply': text(
    '平台答复无法识别',
    '检查网络是否需要认证',
    'The reply is not the platform’s',
    'Check whether the network asks for a sign-in page',
  ),
  'platform-busy': text('平台繁忙', '系统会稍后重试', 'The platform is busy', 'It will be tried again'),
  'no-snapshot': text(
    '平台没有备好整份数据',
    '系统会改为分页读取，稍慢一些',
    'The platform keeps no ready copy of the data',
    'It will be read page by page, which takes a little longer',
  ),
  'snapshot-building': text(
    '平台正在准备整份数据',
    '系统会稍后再取',
    'The platform is preparing a copy of the data',
    'It will be asked for again shortly',
  ),
  'cursor-expired': text('变更游标已过期', '系统会重新取全量', 'The change cursor has expired', 'The cache will be rebuilt'),
} as const satisfies Record<string, ErrorText>
