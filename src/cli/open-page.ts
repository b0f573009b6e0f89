import { spawn } from 'node:child_process'
import { release } from 'node:os'

type System = { platform: NodeJS.Platform; release: string; environment: Readonly<Record<string, string | undefined>> }

/** The programs that may open an address in the user's browser, the fittest first; none where there is no screen. */
export function pageOpeners({ platform, release, environment }: System): string[] {
  if (platform === 'darwin') return ['open']
  if (platform !== 'linux') return []
  // Under WSL the browser is that of Windows.
  if (/microsoft/i.test(release)) return ['wslview', 'explorer.exe']
  return environment.DISPLAY === undefined && environment.WAYLAND_DISPLAY === undefined ? [] : ['xdg-open']
}

/** Opens an address in the user's browser; false where nothing could be started for it. */
export async function openPage(
  url: string,
  openers = pageOpeners({ platform: process.platform, release: release(), environment: process.env }),
): Promise<boolean> {
  for (const opener of openers) {
    if (await starts(opener, url)) return true
  }
  return false
}

/** Starts a program of its own. What it ends with says little: explorer.exe ends with 1 when all went well. */
function starts(program: string, url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, [url], { stdio: 'ignore', detached: true })
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}
