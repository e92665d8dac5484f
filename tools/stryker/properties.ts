/** Laws under mutation: the same examples each time, so that figures can be compared, and no law looks for longer than half a second. */
import fc from "fast-check";

fc.configureGlobal({ seed: 20_261_122, interruptAfterTimeLimit: 500 });
