/** Challenges: answering and dismissing in place, with the form under the list. */
import { watchMending } from "../sight/mend.js";

watchMending();
