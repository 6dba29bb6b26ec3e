package dmp.ingestion.source;

import java.lang.reflect.Proxy;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.Test;

import dmp.ingestion.problem.Problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class SourceDirectoryTest {

    @Test
    void aKeyThatCannotBeLookedForIsNotCalledUnknown() {
        SourceDirectory directory = new SourceDirectory(unreachable());

        Problem looked = assertThrows(
                Problem.class, () -> directory.byWriteKey("wk1").await().indefinitely());
        Problem waited = assertThrows(
                Problem.class, () -> directory.byWriteKey("wk2").await().indefinitely());

        assertEquals(503, looked.getStatusCode());
        assertEquals(503, waited.getStatusCode());
        assertEquals(2, looked.getHeaders().get("Retry-After"));
    }

    private static Mutiny.SessionFactory unreachable() {
        return (Mutiny.SessionFactory) Proxy.newProxyInstance(
                SourceDirectoryTest.class.getClassLoader(),
                new Class<?>[] {Mutiny.SessionFactory.class},
                (_, _, _) -> Uni.createFrom().failure(new IllegalStateException("no database")));
    }
}
