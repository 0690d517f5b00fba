/** What every page needs. Islands of a single page live in ../pages. */
import "./shell.js";
import "./keys.js";
import "./list.js";
import "./form.js";
import "./toast.js";
