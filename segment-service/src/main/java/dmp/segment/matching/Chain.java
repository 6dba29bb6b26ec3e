package dmp.segment.matching;

import dmp.segment.evaluation.Occurrences;
import dmp.segment.rule.Recency;

/**
 * Turns the occurrences of a trait into a cell, such that each "at least n times in that time" of the chain is "cell k or
 * more". Cell 0 when there are no occurrences. Occurrences are in seconds, ascending; those after {@code now} do not exist yet.
 */
sealed interface Chain {

    long NEVER = Long.MAX_VALUE;

    /** How many cells there are, 0 included. */
    int size();

    int cell(long[] at, long now);

    /** The first second after {@code now} at which the cell is another one than {@code cell}, which it is now. */
    long next(long[] at, long now, int cell);

    /** True when time alone will never change the cell. */
    boolean isSettled(long[] at, long now, int cell);

    /** How often in one window: the cell is how many of the bounds the count reaches. */
    record Count(Recency recency, int[] bounds) implements Chain {

        @Override
        public int size() {
            return bounds.length + 1;
        }

        @Override
        public int cell(long[] at, long now) {
            if (recency instanceof Recency.Ever && (at.length == 0 || at[at.length - 1] <= now)) {
                return cell(at.length);
            }
            return cell(coming(at, now) - gone(at, now));
        }

        private int cell(int count) {
            int cell = 0;
            while (cell < bounds.length && count >= bounds[cell]) {
                cell++;
            }
            return cell;
        }

        /** How many occurrences count no longer, or never will. */
        private int gone(long[] at, long now) {
            return switch (recency) {
                case Recency.Within(var window) -> Occurrences.firstFrom(at, now - window.seconds() + 1);
                case Recency.Since(var instant) -> Occurrences.firstFrom(at, instant.getEpochSecond());
                case Recency.Ever _, Recency.Before _ -> 0;
                case Recency.During during -> throw Dimensions.withoutCells(during);
            };
        }

        /** How many occurrences have come, those that are gone included. */
        private int coming(long[] at, long now) {
            return switch (recency) {
                case Recency.Before(var instant) ->
                    Occurrences.firstFrom(at, Math.min(now + 1, instant.getEpochSecond()));
                // What lies between now and the start of "since" has come and is gone.
                case Recency.Since _ -> Math.max(gone(at, now), Occurrences.firstFrom(at, now + 1));
                case Recency.Ever _, Recency.Within _ -> Occurrences.firstFrom(at, now + 1);
                case Recency.During during -> throw Dimensions.withoutCells(during);
            };
        }

        @Override
        public boolean isSettled(long[] at, long now, int cell) {
            return !(recency instanceof Recency.Within) && (at.length == 0 || at[at.length - 1] <= now);
        }

        @Override
        public long next(long[] at, long now, int cell) {
            int gone = gone(at, now);
            int coming = coming(at, now);
            int end = recency instanceof Recency.Before(var instant)
                    ? Occurrences.firstFrom(at, instant.getEpochSecond())
                    : at.length;
            long window = recency instanceof Recency.Within(var length) ? length.seconds() : NEVER;
            while (true) {
                long leaves = window == NEVER || gone == coming ? NEVER : at[gone] + window;
                long enters = coming >= end ? NEVER : at[coming];
                long next = Math.min(leaves, enters);
                if (next == NEVER) {
                    return NEVER;
                }
                while (coming < end && at[coming] == next) {
                    coming++;
                }
                while (window != NEVER && gone < coming && at[gone] + window == next) {
                    gone++;
                }
                if (cell(coming - gone) != cell) {
                    return next;
                }
            }
        }
    }

    /**
     * How long ago the occurrence before {@code n - 1} later ones was: the cell is how many of the windows it is in, so the
     * shortest windows belong to the highest cells.
     *
     * @param windows in seconds, ascending; {@link #NEVER} for any time
     */
    record Age(int n, long[] windows) implements Chain {

        @Override
        public int size() {
            return windows.length + 1;
        }

        @Override
        public int cell(long[] at, long now) {
            int come = at.length == 0 || at[at.length - 1] <= now ? at.length : Occurrences.firstFrom(at, now + 1);
            return cell(at, come, now);
        }

        private int cell(long[] at, int come, long now) {
            if (come < n) {
                return 0;
            }
            long age = now - at[come - n];
            int out = 0;
            while (out < windows.length && age >= windows[out]) {
                out++;
            }
            return windows.length - out;
        }

        @Override
        public boolean isSettled(long[] at, long now, int cell) {
            return cell == 0 && (at.length == 0 || at[at.length - 1] <= now);
        }

        @Override
        public long next(long[] at, long now, int cell) {
            int come = Occurrences.firstFrom(at, now + 1);
            int current = cell;
            while (true) {
                long leaves = NEVER;
                if (current > 0) {
                    long window = windows[windows.length - current];
                    leaves = window == NEVER ? NEVER : at[come - n] + window;
                }
                long enters = come == at.length ? NEVER : at[come];
                long next = Math.min(leaves, enters);
                if (next == NEVER) {
                    return NEVER;
                }
                while (come < at.length && at[come] == next) {
                    come++;
                }
                current = cell(at, come, next);
                if (current != cell) {
                    return next;
                }
            }
        }
    }
}
