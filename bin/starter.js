// Whether the npm that started a command is still there. npm passes no signal on to a command behind its shell, and none at all when it is
// killed; who is then left belongs to nobody.
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";

const lookEvery = 300;

/** Calls once when npm was the starter and is gone. Started otherwise, by a shell or a service, a command may outlive its starter. */
export function whenNpmIsGone(then) {
  // The word of npm is inherited by whatever its scripts start; only the script itself is meant.
  const script = process.env.npm_lifecycle_script;
  if (!script || !process.argv[1] || !script.includes(basename(process.argv[1]))) return;
  const parent = process.ppid;
  // Between npm and the command stands a shell, unless it put the command in its own place; then whoever is above npm may come and go.
  const above = isShell(parent) ? parentOf(parent) : null;
  const look = setInterval(() => {
    if (process.ppid === parent && (above === null || parentOf(parent) === above)) return;
    clearInterval(look);
    then();
  }, lookEvery);
  look.unref();
}

function isShell(pid) {
  const file = `/proc/${pid}/cmdline`;
  return existsSync(file) && readFileSync(file, "utf8").split("\0")[1] === "-c";
}

/** Null where the process is gone. The name before it, in brackets, may hold blanks and brackets itself. */
function parentOf(pid) {
  try {
    const told = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(told.slice(told.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return null;
  }
}
