/** `npm start -- --help`, `./wanmi-hall --help`. */
export const HALL_USAGE = `万米值守席 Wanmi Hall

  npm start [-- OPTIONS]          软件包里 in a package: ./wanmi-hall [OPTIONS]

  --data-dir DIR        数据目录 where everything of this seat is kept
                        (default $XDG_DATA_HOME/wanmi-hall or ~/.local/share/wanmi-hall; Windows: %APPDATA%\\wanmi-hall)
  --platform-url URL    连接已有平台，不启动内嵌平台 use this platform instead of starting one; https beyond this machine
                        (remembered; "embedded" goes back to our own)
  --platform-ca FILE    平台证书的签发机构（PEM），只信它 the only authority whose certificates this platform may show (remembered)
  --enrol-file FILE     设备登记码文件 file with the enrolment code of this seat, for a platform of somebody else
  --passphrase-file FILE    口令文件：本机密钥由口令保护（浏览器外壳）the key of this machine is under the passphrase in this file
                        (browser shell; from the first start on that names one; a named pipe will do)
  --recovery-code-file FILE   恢复码文件：密钥环或密钥文件丢失后恢复 the key ring or key file is gone: bring the key back with
                        the code a leader has kept; the former files are put aside
  --no-platform         不启动平台（离线）start no platform: the seat works offline
  --town county|city|small|none   内嵌平台首次启动时生成的示范区 what the embedded platform is filled with at its first start (county)
  --life SPEED          示范区的人、部门、车辆活动起来，几倍于真实 people, departments and vehicles of the generated town at work,
                        1 to 600 times as much as in life (6); --no-life 不活动 nobody, and no past unless --history
  --life-seats N        几个模拟同事在其他坐席办理 simulated colleagues at the other seats (3; 0: all desk work is yours)
  --history DAYS        示范区过去多少天的案件 days of past cases; days that have cases are left alone (35)
  --seat N              坐席号 number of this seat (1, remembered afterwards)
  --shell browser|electron   用哪种外壳 which shell; otherwise Electron when there is one, else the system's browser
  --window seat|wall    启动时打开的窗口，可多次 window to open; may be given several times (seat)
  --wall                在每个显示器上打开一个大屏窗口 a window of the wall on every monitor (without --window: and no seat)
  --wall-displays LIST  哪些显示器 which monitors: auto, or WxH+X+Y,… in desktop pixels (auto)
  --pitch-mm MM --bezel-mm MM --distance-m M   点距、拼缝、最远读者 what was measured at the wall; kept, can also be typed in on it
  --lan ADDRESS:PORT    本厅互联：其他席位连接本机的局域网地址（默认关闭）where the other machines of this hall reach this one over mutual TLS,
                        for work while the platform is away (off)
  --lan-relay N         本机作为中继的次序，小的先 place of this machine among those that order claims meanwhile, 1 first (never)
  --headless            只提供服务，不开窗口 serve only; standard output then carries machine-readable lines:
                        {"type":"hall-ready","origin":…,"entries":{"seat":FILE,"wall":FILE},"pid":…}
  --web-port PORT       本机网页端口 loopback port of the windows (any free one, remembered afterwards)
  --check-replies       开发用：校验本机服务的答复 development: check what the host answers against its contract
  --until-stdin-ends    标准输入结束即退出 stop when standard input ends

  对正在运行的实例 asking the one that runs on this data:
  --entry seat|wall     生成一次性入口文件并打印路径 make a single-use entry file and print its path
  --open seat|wall      再打开一个窗口 open another window
  --status              打印状态 print one line about it
  --stop                停止它 stop it

  退出码 exit codes: 0 ended as asked · 1 failed, the reason was printed · 2 wrong option · 3 already running on this data
                     4 nothing runs on this data (--entry, --open, --status, --stop) · 5 the shell asked for is not on this machine
  环境变量 environment: HALL_DATA_DIR, HALL_CHROMIUM (browser to use), HALL_PG_URL (PostgreSQL for the embedded platform),
                     ELECTRON_SKIP_DOWNLOAD (never fetch Electron), HALL_LIFE=off (no life and no past unless asked for)
`

export const exitCodes = { ended: 0, failed: 1, badOption: 2, alreadyRunning: 3, notRunning: 4, noShell: 5 } as const
