package dmp.profile.stream;

import java.util.List;
import jakarta.inject.Singleton;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;

import dmp.profile.contract.ProfileChanged;

/** Keeps out of the JSON what the contract's records derive from their components, which is not part of the contract, and what there is none of. */
@Singleton
class MessageJson implements ObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.addMixIn(ProfileChanged.class, OnlyComponents.class);
        mapper.addMixIn(ProfileChanged.Realisations.class, ValuesIfAny.class);
    }

    private interface OnlyComponents {
        @JsonIgnore
        boolean isForgotten();
    }

    private interface ValuesIfAny {
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<Long> values();
    }
}
