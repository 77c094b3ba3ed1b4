import { createHash } from "node:crypto";
import { realpathSync, rmSync } from "node:fs";
import { createServer, connect, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Holds a folder for this process alone, until `release` or the end of the process, however it ends.
 * The lock is a listening socket, which the system itself takes away with the process; a lock file would outlive a kill -9.
 * @returns null when another process of this machine holds the folder.
 */
export async function lock(folder: string): Promise<{ release(): Promise<void> } | null> {
  const name = `sojourn-${createHash("sha256").update(realpathSync(folder)).digest("hex").slice(0, 32)}`;
  let server: Server | null;
  if (process.platform === "linux") server = await listen(`\0${name}`);
  else if (process.platform === "win32") server = await listen(`\\\\.\\pipe\\${name}`);
  else server = await listenAtPath(join(tmpdir(), `${name}.sock`));
  if (server === null) return null;
  const held = server;
  held.unref();
  return { release: () => new Promise((resolve) => held.close(() => resolve())) };
}

function listen(address: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) => (error.code === "EADDRINUSE" ? resolve(null) : reject(error)));
    server.listen(address, () => resolve(server));
  });
}

// Where sockets are files, one left behind by a killed process answers nobody and may be removed.
async function listenAtPath(path: string): Promise<Server | null> {
  const server = await listen(path);
  if (server !== null || (await answers(path))) return server;
  rmSync(path, { force: true });
  return listen(path);
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => { socket.destroy(); resolve(true); });
    socket.once("error", () => resolve(false));
  });
}
