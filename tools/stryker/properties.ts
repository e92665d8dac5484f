/** Laws under mutation: the same examples each time, so that figures can be compared, and no law looks for long, nor for the smallest example. */
import fc from "fast-check";

fc.configureGlobal({ seed: 20_261_122, interruptAfterTimeLimit: 150, endOnFailure: true });
