// The program holds standard input as a leash: it closes when the command that started the program is gone, and then the program stops.
process.stdin.once("end", () => process.kill(process.pid, "SIGTERM")).resume();
process.stdin.unref?.();
